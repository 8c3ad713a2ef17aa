package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.log.KafkaWriteAheadLog;
import io.ocellus.vector.storage.shards.PartitionSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class IdleCollectionsTest {
    /** The whole comes with {@code -Docellus.long=true}. */
    private static final int COLLECTIONS = Boolean.getBoolean("ocellus.long") ? 2_000 : 300;

    @Test
    void idleCollectionsCostNeitherTopicsNorThreadsAndCheckpointsMove() throws Exception {
        TestCluster cluster = new TestCluster();
        PartitionSettings settings = PartitionSettings.standard().withCheckpointInterval(Duration.ofSeconds(1));
        try (VectorNode node = cluster.start("a", settings);
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.kafka.bootstrapServers()));
                KafkaWriteAheadLog log = KafkaWriteAheadLog.open(cluster.kafka)) {
            Points.create(node, "c0", 1);
            node.insert(CollectionName.of("c0"), "", Points.range(0, 10, 1));
            Set<String> topics = admin.listTopics().names().get();
            int threads = Thread.activeCount();
            for (int i = 1; i < COLLECTIONS; i++) {
                CollectionName name = Points.create(node, "c" + i, 1);
                if (i % 10 == 0) {
                    node.insert(name, "", Points.range(0, 2, i));
                }
            }
            assertThat(admin.listTopics().names().get()).isEqualTo(topics);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
            for (int p = 0; p < cluster.kafka.partitions(); p++) {
                int partition = p;
                TestCluster.await(
                        "partition " + p + " is truncated",
                        () -> log.start(partition) >= log.end(partition).join());
            }
        }
        long begin = System.nanoTime();
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
            assertThat(node.listCollections("default")).hasSize(COLLECTIONS);
            assertThat(Points.all(node, CollectionName.of("c0"))).hasSize(10);
            assertThat(Points.all(node, CollectionName.of("c290"))).containsEntry(1L, 290L);
        }
    }
}
