package io.ocellus.vector.storage.shards;

/** A shard's place: its collection and its number within it. */
public record ShardKey(long collection, int number) {}
