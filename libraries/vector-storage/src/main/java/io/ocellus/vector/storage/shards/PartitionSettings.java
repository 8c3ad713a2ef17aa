package io.ocellus.vector.storage.shards;

import java.time.Duration;

/**
 * When things are sealed and remembered.
 *
 * @param sealBytes a growing segment of that size is sealed
 * @param sealRows or with that many rows
 * @param growingBytes all growing segments of a log partition together; above it the largest is sealed, at twice as much writers wait
 * @param checkpointBytes a checkpoint follows after that much log
 * @param checkpointInterval or that long after the first record that it lacks
 * @param retention rows hidden longer ago than this are left out of new segments
 */
public record PartitionSettings(
        long sealBytes,
        int sealRows,
        long growingBytes,
        long checkpointBytes,
        Duration checkpointInterval,
        Duration retention) {
    public static PartitionSettings standard() {
        return new PartitionSettings(
                64L << 20, 500_000, 96L << 20, 48L << 20, Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    public PartitionSettings withSealRows(int rows) {
        return new PartitionSettings(sealBytes, rows, growingBytes, checkpointBytes, checkpointInterval, retention);
    }

    public PartitionSettings withCheckpointInterval(Duration interval) {
        return new PartitionSettings(sealBytes, sealRows, growingBytes, checkpointBytes, interval, retention);
    }

    public PartitionSettings withRetention(Duration value) {
        return new PartitionSettings(sealBytes, sealRows, growingBytes, checkpointBytes, checkpointInterval, value);
    }
}
