package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.log.KafkaSettings;
import io.ocellus.vector.storage.shards.PartitionSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a node needs besides its servers.
 *
 * @param cacheFolder for copies of objects and files under construction; emptied at the start, used by one node
 * @param cacheBytes the most that copies may take
 * @param node the name under which leases are held: the same after a restart, different on each node
 * @param lease how long the coordinator's lease lasts without renewal
 * @param buildThreads of one index build
 * @param concurrentReads how many reads compute at the same time
 */
public record VectorStorageSettings(
        KafkaSettings kafka,
        Path cacheFolder,
        long cacheBytes,
        String node,
        Duration lease,
        PartitionSettings partitions,
        int buildThreads,
        int concurrentReads) {
    public VectorStorageSettings {
        if (node.isBlank()) {
            throw new IllegalArgumentException("the name of the vector node is empty");
        }
        if (cacheBytes < 1 << 20) {
            throw new IllegalArgumentException(
                    "the vector cache is " + cacheBytes + " bytes, at least 1 MiB is needed");
        }
    }

    public static VectorStorageSettings standard(KafkaSettings kafka, Path cacheFolder, String node) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new VectorStorageSettings(
                kafka,
                cacheFolder,
                8L << 30,
                node,
                Duration.ofSeconds(6),
                PartitionSettings.standard(),
                processors,
                2 * processors);
    }

    public VectorStorageSettings with(PartitionSettings settings) {
        return new VectorStorageSettings(
                kafka, cacheFolder, cacheBytes, node, lease, settings, buildThreads, concurrentReads);
    }

    public VectorStorageSettings withLease(Duration duration) {
        return new VectorStorageSettings(
                kafka, cacheFolder, cacheBytes, node, duration, partitions, buildThreads, concurrentReads);
    }
}
