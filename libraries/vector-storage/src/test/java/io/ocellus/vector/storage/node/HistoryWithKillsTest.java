package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writes beside each other over several shards, in a process that is killed at any moment, against a model: every Strong read is exact;
 * what was acknowledged is there, what was deleted stays away, through seals, merges, index swaps and restarts; a write without an answer
 * was done or not, and stays what the next read saw.
 */
class HistoryWithKillsTest {
    /** The whole comes with {@code -Docellus.long=true}. */
    private static final boolean LONG = Boolean.getBoolean("ocellus.long");

    private static final int LIVES = LONG ? 15 : 2;
    private static final int STEPS = LONG ? 40 : 12;
    private static final int KEYS = 9000;
    private static final int WRITERS = 4;

    private final TestCluster cluster = new TestCluster();
    private final HistoryModel model = new HistoryModel();
    private long version;
    private long mostIndexed;

    static LongStream seeds() {
        return LONG ? LongStream.of(1, 2, 3) : LongStream.of(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStrongReadAgreesWithTheModelWhateverIsKilledWhen(long seed) throws Exception {
        Random random = new Random(seed);
        for (int life = 0; life < LIVES; life++) {
            try (KilledNode node = KilledNode.start(cluster)) {
                if (life == 0) {
                    node.ask("create");
                    write(node, "insert", ++version, range(0, 5000));
                } else {
                    check(node, random);
                }
                for (int step = 0; step < STEPS; step++) {
                    await(begin(node, random));
                    settle(node);
                    assertThat(Long.parseLong(node.ask("count")))
                            .as("count after step %d of life %d", step, life)
                            .isEqualTo(model.size());
                    if (step % 6 == 5) {
                        check(node, random);
                    }
                }
                List<Begun> begun = begin(node, random);
                LockSupport.parkNanos(random.nextInt(30) * 1_000_000L);
                node.kill();
                await(begun);
            }
        }
        try (KilledNode node = KilledNode.start(cluster)) {
            check(node, random);
        }
        assertThat(mostIndexed).as("segments that were searched by an index").isPositive();
    }

    /** A write that was sent, and what it changes once done. */
    private record Begun(CompletableFuture<Optional<String>> answer, Map<Long, Optional<Long>> changes) {}

    /** Up to four writes at once, each on keys of its own. */
    private List<Begun> begin(KilledNode node, Random random) {
        List<Begun> begun = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int choice = random.nextInt(12);
            if (choice < 5) {
                begun.add(begin(node, "upsert", ++version, ids(random, writer, 250)));
            } else if (choice < 7) {
                begun.add(begin(node, "delete", ++version, ids(random, writer, 150)));
            } else if (choice == 7) {
                begun.add(begin(node, "insert", ++version, new long[] {KEYS + version}));
            } else if (choice == 8) {
                begun.add(new Begun(node.send("flush"), Map.of()));
            }
        }
        return begun;
    }

    private static Begun begin(KilledNode node, String verb, long version, long[] ids) {
        Map<Long, Optional<Long>> changes = new HashMap<>();
        for (long id : ids) {
            changes.put(id, verb.equals("delete") ? Optional.empty() : Optional.of(version));
        }
        String keys = LongStream.of(ids).mapToObj(Long::toString).collect(Collectors.joining(","));
        return new Begun(node.send(verb + " " + version + " " + keys), changes);
    }

    private void write(KilledNode node, String verb, long number, long[] ids) throws Exception {
        await(List.of(begin(node, verb, number, ids)));
    }

    private void await(List<Begun> begun) throws Exception {
        for (Begun write : begun) {
            model.write(write.changes(), KilledNode.known(write.answer()));
        }
    }

    private void settle(KilledNode node) throws Exception {
        if (!model.certain()) {
            model.read(all(node));
        }
    }

    private void check(KilledNode node, Random random) throws Exception {
        model.read(all(node));
        assertThat(Long.parseLong(node.ask("count"))).isEqualTo(model.size());
        for (int i = 0; i < 4; i++) {
            long id = random.nextInt(KEYS);
            long nearest = Long.parseLong(node.ask("nearest " + id));
            if (model.rows().containsKey(id)) {
                assertThat(nearest).isEqualTo(id);
            } else {
                assertThat(nearest).as("deleted or never there: " + id).isNotEqualTo(id);
            }
        }
        mostIndexed = Math.max(mostIndexed, Long.parseLong(node.ask("indexed")));
    }

    private static Map<Long, Long> all(KilledNode node) throws Exception {
        Map<Long, Long> rows = new TreeMap<>();
        for (String row : node.ask("all").split(",")) {
            String[] pair = row.split(":");
            if (pair.length == 2) {
                rows.put(Long.parseLong(pair[0]), Long.parseLong(pair[1]));
            }
        }
        return rows;
    }

    private static long[] ids(Random random, int writer, int most) {
        return random.longs(0, KEYS / WRITERS)
                .map(id -> id * WRITERS + writer)
                .distinct()
                .limit(1 + random.nextInt(most))
                .toArray();
    }

    private static long[] range(long from, int count) {
        return LongStream.range(from, from + count).toArray();
    }
}
