package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.shards.PartitionSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random inserts, upserts, deletes, flushes and restarts against a model: every Strong read is exact, and what was deleted stays away through
 * seals, merges, index swaps and restarts.
 */
class HistoryTest {
    private static final int KEYS = 600;

    /** More with {@code -Docellus.long=true}. */
    static LongStream seeds() {
        return Boolean.getBoolean("ocellus.long") ? LongStream.range(1, 7) : LongStream.of(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStrongReadAgreesWithTheModel(long seed) {
        TestCluster cluster = new TestCluster();
        Random random = new Random(seed);
        PartitionSettings settings = PartitionSettings.standard()
                .withSealRows(400)
                .withCheckpointInterval(Duration.ofMillis(300))
                .withRetention(Duration.ofMillis(200));
        Map<Long, Long> model = new TreeMap<>();
        CollectionName points = CollectionName.of("points");
        long version = 0;
        for (int life = 0; life < 4; life++) {
            try (VectorNode node = cluster.start("a", settings)) {
                if (life == 0) {
                    Points.create(
                            node,
                            "points",
                            3,
                            Map.of("index_type", "HNSW", "metric_type", "L2", "M", "8", "efConstruction", "40"));
                }
                check(node, points, model);
                for (int step = 0; step < 60; step++) {
                    version++;
                    int choice = random.nextInt(10);
                    if (choice < 5) {
                        long[] ids = ids(random, 1 + random.nextInt(60));
                        node.upsert(points, "", Points.rows(ids, version));
                        for (long id : ids) {
                            model.put(id, version);
                        }
                    } else if (choice < 7) {
                        long[] ids = ids(random, 1 + random.nextInt(30));
                        node.delete(points, "", new Keys.Longs(ids));
                        for (long id : ids) {
                            model.remove(id);
                        }
                    } else if (choice == 7 && !model.isEmpty()) {
                        long number = model.values().stream()
                                .skip(random.nextInt(model.size()))
                                .findFirst()
                                .orElseThrow();
                        long matching =
                                model.values().stream().filter(n -> n == number).count();
                        assertThat(node.delete(points, "", new Points.OfNumber(number))
                                        .count())
                                .isEqualTo(matching);
                        model.values().removeIf(n -> n == number);
                    } else if (choice == 8) {
                        node.flush(points);
                    } else {
                        long id = KEYS + version;
                        node.insert(points, "", Points.rows(new long[] {id}, version));
                        model.put(id, version);
                    }
                    assertThat(Points.count(node, points))
                            .as("count after step %d of life %d", step, life)
                            .isEqualTo(model.size());
                    if (step % 7 == 0) {
                        check(node, points, model);
                    }
                }
                check(node, points, model);
            }
        }
    }

    private static void check(VectorNode node, CollectionName points, Map<Long, Long> model) {
        assertThat(Points.all(node, points)).isEqualTo(model);
        model.keySet().stream()
                .limit(3)
                .forEach(id -> assertThat(Points.nearest(node, points, id)).isEqualTo(id));
    }

    private static long[] ids(Random random, int count) {
        return random.longs(0, KEYS).distinct().limit(count).toArray();
    }
}
