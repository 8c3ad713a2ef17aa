package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.embedded.TestServers;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.IndexInfo;
import io.ocellus.vector.storage.SegmentInfo;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.shards.PartitionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VectorNodeTest {
    private final TestCluster cluster = new TestCluster();
    private final PartitionSettings settings = PartitionSettings.standard();

    @Test
    void acknowledgedWritesAreSeenAtOnceAndAfterARestart() {
        CollectionName points;
        try (VectorNode node = cluster.start("a", settings)) {
            points = Points.create(node, "points", 2);
            node.insert(points, "", Points.range(0, 3000, 1));
            assertThat(Points.count(node, points)).isEqualTo(3000);
            assertThat(Points.nearest(node, points, 77)).isEqualTo(77);
            node.delete(points, "", new Keys.Longs(new long[] {77, 78}));
            assertThat(Points.get(node, points, 77, 78, 79)).containsOnlyKeys(79L);
            assertThat(Points.nearest(node, points, 77)).isNotEqualTo(77);
            node.upsert(points, "", Points.rows(new long[] {79, 80, 79}, 2));
            assertThat(Points.get(node, points, 79)).containsEntry(79L, 2L);
            assertThat(Points.count(node, points)).isEqualTo(2998);
            assertThat(node.delete(points, "", new Points.OfNumber(2)).count()).isEqualTo(2);
            assertThat(Points.count(node, points)).isEqualTo(2996);
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(Points.count(node, points)).isEqualTo(2996);
            assertThat(Points.get(node, points, 77, 79, 81)).containsOnlyKeys(81L);
        }
    }

    @Test
    void aBuildThatFailsIsToldWithItsReasonAndItsRowsAreScanned() {
        try (VectorNode node = cluster.start("a", settings)) {
            // Links for 40,000 rows at M = 2048 exceed the memory that a build may take.
            CollectionName points = Points.create(
                    node,
                    "points",
                    1,
                    Map.of("index_type", "HNSW", "metric_type", "L2", "M", "2048", "efConstruction", "8"));
            node.insert(points, "", Points.range(0, 40_000, 1));
            node.flush(points);
            TestCluster.await(
                    "the build fails",
                    () -> node.describeIndexes(points, "v").getFirst().state() == IndexInfo.State.FAILED);
            IndexInfo told = node.describeIndexes(points, "v").getFirst();
            assertThat(told.failure()).contains("bytes");
            assertThat(told.pendingRows()).isEqualTo(40_000);
            assertThat(Points.nearest(node, points, 77)).isEqualTo(77);
        }
    }

    @Test
    void numbersOfASearchAreCheckedWhateverIsIndexedYet() {
        try (VectorNode node = cluster.start("a", settings)) {
            CollectionName points = Points.create(node, "points", 1, Map.of("index_type", "HNSW", "metric_type", "L2"));
            assertThatThrownBy(() -> Points.search(node, points, 1, 20, Map.of("ef", "10")))
                    .isInstanceOf(Failure.Invalid.class)
                    .hasMessage("ef(10) should be larger than k(20)");
            assertThatThrownBy(() -> Points.search(node, points, 1, 20, Map.of("nprobe", "0")))
                    .isInstanceOf(Failure.Invalid.class)
                    .hasMessageContaining("param 'nprobe' (0) should be in range [1, 65536]");
            assertThat(Points.search(node, points, 1, 20, Map.of("ef", "20", "mine", "x"))
                            .keys()
                            .size())
                    .isZero();
        }
    }

    @Test
    void sealedRowsAreDeletedIndexedAndSurviveARestart() {
        CollectionName points;
        try (VectorNode node = cluster.start("a", settings)) {
            points = Points.create(
                    node,
                    "points",
                    1,
                    Map.of("index_type", "HNSW", "metric_type", "L2", "M", "8", "efConstruction", "64"));
            node.insert(points, "", Points.range(0, 2000, 1));
            assertThat(node.flush(points).segmentIds()).hasSize(1);
            node.upsert(points, "", Points.range(100, 10, 5));
            node.delete(points, "", new Keys.Longs(new long[] {3}));
            assertThat(Points.count(node, points)).isEqualTo(1999);
            TestCluster.await(
                    "the index is built",
                    () -> node.describeIndexes(points, "v").getFirst().pendingRows() == 0);
            assertThat(Points.count(node, points)).isEqualTo(1999);
            assertThat(Points.nearest(node, points, 3)).isNotEqualTo(3);
            assertThat(Points.nearest(node, points, 104)).isEqualTo(104);
            node.flush(points);
            assertThat(Points.get(node, points, 3, 104)).isEqualTo(Map.of(104L, 5L));
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(node.segments(points)).allMatch(SegmentInfo::sealed);
            assertThat(Points.count(node, points)).isEqualTo(1999);
            assertThat(Points.get(node, points, 3, 104)).isEqualTo(Map.of(104L, 5L));
        }
    }

    @Test
    void rowsSealedAndTruncatedFromTheLogAnswerExactlyWithoutTheCache() throws IOException {
        CollectionName points;
        PartitionSettings eager = settings.withSealRows(2000).withCheckpointInterval(Duration.ofMillis(500));
        try (VectorNode node = cluster.start("a", eager)) {
            points = Points.create(node, "points", 1);
            int partition = node.describeCollection(points).shards().getFirst().logPartition();
            for (int i = 0; i < 5; i++) {
                node.insert(points, "", Points.range(i * 1000, 1000, i));
            }
            node.delete(points, "", new Keys.Longs(new long[] {1, 4999}));
            try (var log = io.ocellus.vector.storage.log.KafkaWriteAheadLog.open(cluster.kafka)) {
                TestCluster.await(
                        "the log is truncated up to its end",
                        () -> log.start(partition) >= log.end(partition).join());
            }
        }
        deleteFolder(TestCluster.cache("a"));
        try (VectorNode node = cluster.start("a", eager)) {
            assertThat(Points.count(node, points)).isEqualTo(4998);
            assertThat(Points.get(node, points, 0, 1, 4998, 4999)).isEqualTo(Map.of(0L, 0L, 4998L, 4L));
            assertThat(Points.nearest(node, points, 2500)).isEqualTo(2500);
        }
    }

    @Test
    void theStandbyTakesOverWhenTheActiveNodeEnds() {
        VectorNode first = cluster.start("a", settings);
        CollectionName points = Points.create(first, "points", 2);
        VectorNode second = VectorNode.start(
                VectorStorageSettings.standard(cluster.kafka, TestCluster.cache("b"), "b")
                        .withLease(Duration.ofSeconds(3)),
                cluster.database,
                cluster.store,
                java.time.Clock.systemUTC());
        try (second) {
            try (first) {
                first.insert(points, "", Points.range(0, 100, 1));
                assertThat(second.ready()).isFalse();
                assertThatThrownBy(() -> Points.count(second, points)).isInstanceOf(Failure.Unavailable.class);
            }
            TestCluster.awaitReady(second);
            assertThat(Points.count(second, points)).isEqualTo(100);
            second.insert(points, "", Points.range(100, 100, 1));
            assertThat(Points.count(second, points)).isEqualTo(200);
        }
    }

    @Test
    void aDroppedCollectionIsGoneAndItsNameIsFree() {
        try (VectorNode node = cluster.start("a", settings)) {
            CollectionName points = Points.create(node, "points", 1);
            node.insert(points, "", Points.range(0, 10, 1));
            node.dropCollection(points);
            assertThat(node.findCollection(points)).isEmpty();
            assertThatThrownBy(() -> Points.count(node, points)).isInstanceOf(Failure.CollectionNotFound.class);
            Points.create(node, "points", 1);
            assertThat(Points.count(node, points)).isZero();
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(node.listCollections("default")).hasSize(1);
            assertThat(Points.count(node, CollectionName.of("points"))).isZero();
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        assertThat(TestServers.folder()).exists();
    }
}
