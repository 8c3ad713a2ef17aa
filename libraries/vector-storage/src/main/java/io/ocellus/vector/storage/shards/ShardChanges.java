package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.schema.CollectionSchema;

/** Changes of a shard from outside, each made in its owner's turn and waited for. Stateless. */
public final class ShardChanges {
    private ShardChanges() {}

    /** Adds the shard in its owner's turn. */
    public static void addShard(LogPartition partition, Shard shard) {
        LogPartition.await(partition.call(() -> {
            partition.state().addIfAbsent(shard);
            return true;
        }));
    }

    public static void removeShard(LogPartition partition, ShardKey key) {
        LogPartition.await(partition.call(() -> {
            partition.state().remove(key);
            return true;
        }));
    }

    public static void evolve(LogPartition partition, Shard shard, CollectionSchema wider) {
        LogPartition.await(partition.call(() -> {
            shard.evolve(wider);
            return true;
        }));
    }

    public static void addPartition(LogPartition partition, Shard shard, long collectionPartition) {
        LogPartition.await(partition.call(() -> {
            shard.addPartition(collectionPartition);
            return true;
        }));
    }

    public static void dropPartition(LogPartition partition, Shard shard, long collectionPartition) {
        LogPartition.await(partition.call(() -> {
            shard.dropPartition(collectionPartition);
            return true;
        }));
    }

    public static void dropIndex(LogPartition partition, Shard shard, long index) {
        LogPartition.await(partition.call(() -> {
            shard.dropIndex(index);
            return true;
        }));
    }
}
