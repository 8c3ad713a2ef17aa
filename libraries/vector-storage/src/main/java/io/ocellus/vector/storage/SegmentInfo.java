package io.ocellus.vector.storage;

/** One segment of a collection as the segment calls of Milvus tell it. */
public record SegmentInfo(
        long id, long collectionId, long partitionId, int shard, long rows, boolean sealed, String indexName) {}
