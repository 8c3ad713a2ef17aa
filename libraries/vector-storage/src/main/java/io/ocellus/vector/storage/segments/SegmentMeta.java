package io.ocellus.vector.storage.segments;

/**
 * A sealed segment as the metadata name it. Its files lie under {@link #prefix()}; rows are sorted by primary key, then timestamp.
 *
 * @param markedRows how many rows were hidden when it was swapped in: they stand in the object {@link #marksKey()} where not 0
 * @param lastField the greatest field id when it was written; fields with a greater one were added later and have no file here
 */
public record SegmentMeta(
        long id,
        long collection,
        int shard,
        long partition,
        int rows,
        long minTimestamp,
        long maxTimestamp,
        long bytes,
        int markedRows,
        int lastField) {
    /** The field id under which the rows' timestamps are stored. */
    public static final int TIMESTAMPS = 1;

    public SegmentMeta withMarkedRows(int count) {
        return new SegmentMeta(
                id, collection, shard, partition, rows, minTimestamp, maxTimestamp, bytes, count, lastField);
    }

    public String prefix() {
        return "vector/" + collection + "/" + id + "/";
    }

    public String fileKey(int fieldId) {
        return prefix() + "f" + fieldId;
    }

    public String marksKey() {
        return prefix() + "deletes";
    }

    public String indexKey(long indexId) {
        return prefix() + "index-" + indexId;
    }
}
