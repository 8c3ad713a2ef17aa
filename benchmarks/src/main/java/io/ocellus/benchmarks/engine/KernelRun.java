package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.GrowingVectors;
import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Exact search and growing blocks against the machine: thread CPU time of each, taken in turns, the best round of each
 * reported beside the middle one. A sum over as much memory is the measure of reading.
 */
final class KernelRun {

    private static final int K = 10;

    private final Path base;
    private final Metric metric;
    private final int blocks;
    private final int rounds;

    private KernelRun(Path base, Metric metric, int blocks, int rounds) {
        this.base = base;
        this.metric = metric;
        this.blocks = blocks;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("kernels BASE.npy [l2|ip|cosine [BLOCKS [ROUNDS]]]");
        }
        new KernelRun(
                        Path.of(arguments[0]),
                        Metric.of(arguments.length > 1 ? arguments[1] : "cosine"),
                        arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4,
                        arguments.length > 3 ? Integer.parseInt(arguments[3]) : 15)
                .run();
    }

    /** One thing that is measured: nanoseconds of this thread, a round each. */
    private record Timed(String name, int queries, long[] nanos, Runnable work) {
        void round(int round) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            nanos[round] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        }

        double micros() {
            return sorted()[0] / 1e3 / queries;
        }

        double middle() {
            return sorted()[nanos.length / 2] / 1e3 / queries;
        }

        private long[] sorted() {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted;
        }
    }

    private Timed timed(String name, int queries, Runnable work) {
        return new Timed(name, queries, new long[rounds], work);
    }

    private void run() throws IOException {
        try (NumpyFile file = new NumpyFile(base)) {
            int dimension = file.dimension();
            int rows = Math.min(file.rows() - 100, blocks * 8_192);
            float[] vectors = new float[rows * dimension];
            file.read(0, rows, vectors);
            float[] queries = new float[100 * dimension];
            file.read(file.rows() - 100, 100, queries);
            GrowingVectors growing = new GrowingVectors(dimension, rows, Arena.ofAuto());
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int row = 0; row < rows; row++) {
                growing.set(row, Arrays.copyOfRange(vectors, row * dimension, (row + 1) * dimension));
            }
            long appended = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            Path index = Files.createTempFile("kernels", ".flat");
            try {
                VectorIndex.build(
                        new IndexParameters(IndexType.FLAT, metric, dimension, Map.of()),
                        VectorSource.of(vectors, dimension),
                        index,
                        BuildControl.threads(1));
                try (VectorIndex flat = VectorIndex.open(index);
                        ReadOnlySum numbers = new ReadOnlySum(flat.bytes())) {
                    System.out.printf(
                            "%s %s, %d rows of %d: growing %.0f bytes a row (floats %d), append %.2f us a row%n",
                            base.getFileName(),
                            metric,
                            rows,
                            dimension,
                            (double) growing.bytes() / rows,
                            4 * dimension,
                            appended / 1e3 / rows);
                    measure(flat, numbers, growing, queries, rows, dimension);
                }
            } finally {
                Files.delete(index);
            }
        }
    }

    private void measure(
            VectorIndex flat, ReadOnlySum numbers, GrowingVectors growing, float[] queries, int rows, int dimension) {
        float[][] single = new float[100][];
        Arrays.setAll(single, q -> Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension));
        Hits[] exact = new Hits[100];
        Hits[] found = new Hits[100];
        SearchParameters parameters = SearchParameters.defaults();
        float[] sink = new float[1];
        Timed sum = timed("sum of as much memory", 10, () -> {
            for (int i = 0; i < 10; i++) {
                sink[0] += numbers.sum();
            }
        });
        Timed flatSingle = timed("FLAT, one query", 10, () -> {
            for (int q = 0; q < 10; q++) {
                exact[q] = flat.search(single[q], K, parameters, Acceptance.all());
            }
        });
        Timed flatBatch =
                timed("FLAT, batch of 100", 100, () -> flat.search(queries, 100, K, parameters, Acceptance.all()));
        Timed growingSingle = timed("growing, one query", 100, () -> {
            for (int q = 0; q < 100; q++) {
                found[q] = growing.search(metric, single[q], 1, K, rows, Acceptance.all())[0];
            }
        });
        Timed growingBatch = timed(
                "growing, batch of 100", 100, () -> growing.search(metric, queries, 100, K, rows, Acceptance.all()));
        Timed[] all = {sum, flatSingle, flatBatch, growingSingle, growingBatch};
        for (int warm = 0; warm < 4; warm++) {
            for (Timed each : all) {
                each.round(0);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Timed each : all) {
                each.round(round);
            }
        }
        for (Timed each : all) {
            System.out.printf(
                    "%-24s %9.1f us (middle %.1f)  %6.1f GB/s  %6.1f GFLOP/s%n",
                    each.name,
                    each.micros(),
                    each.middle(),
                    flat.bytes() / each.micros() / 1e3,
                    2.0 * rows * dimension / each.micros() / 1e3);
        }
        System.out.printf(
                "FLAT one query / sum: %.2f of its speed; growing one query: %.2f times FLAT, batch %.2f; recall %.4f%n",
                sum.micros() / flatSingle.micros(),
                flatSingle.micros() / growingSingle.micros(),
                flatSingle.micros() / growingBatch.micros(),
                recall(exact, found));
    }

    private static double recall(Hits[] exact, Hits[] found) {
        double hits = 0;
        for (int q = 0; q < 10; q++) {
            Set<Integer> wanted = new HashSet<>();
            for (int row : exact[q].rows()) {
                wanted.add(row);
            }
            for (int row : found[q].rows()) {
                hits += wanted.contains(row) ? 1 : 0;
            }
        }
        return hits / (10 * K);
    }
}
