package io.ocellus.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import io.ocellus.vector.index.Acceptance;
import io.ocellus.vector.index.BuildControl;
import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.IndexParameters;
import io.ocellus.vector.index.Metric;
import io.ocellus.vector.index.SearchParameters;
import io.ocellus.vector.index.Simd;
import io.ocellus.vector.index.VectorIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Builds one index on anybody's vectors and searches it. The process is pinned by whoever starts it ({@code
 * benchmarks/engine/run}); its whole CPU time over the timed queries counts, collector and compiler threads included.
 */
public final class EngineRun {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final EngineOptions options;
    private final float[] queries;
    private final int count;
    private final int dimension;

    private EngineRun(EngineOptions options, NumpyFile queries) {
        this.options = options;
        this.queries = queries.all();
        this.count = queries.rows();
        this.dimension = queries.dimension();
    }

    /** See {@link EngineOptions} for the arguments. */
    public static void main(String[] arguments) throws IOException {
        EngineOptions options = EngineOptions.parse(arguments);
        if (!Simd.AVAILABLE) {
            System.err.println("bench engine: without --add-modules jdk.incubator.vector there is nothing to measure");
            System.exit(2);
        }
        Files.createDirectories(options.out());
        try (NumpyFile base = new NumpyFile(options.base());
                NumpyFile queries = new NumpyFile(options.queries())) {
            new EngineRun(options, queries).run(base);
        }
    }

    private void run(NumpyFile base) throws IOException {
        Path file = options.out().resolve("index");
        Metric metric = Metric.of(options.metric());
        double buildCpu = 0;
        double buildWall = 0;
        if (!options.keep() || !Files.exists(file)) {
            long cpu = SYSTEM.getProcessCpuTime();
            long wall = System.nanoTime();
            VectorIndex.build(
                    IndexParameters.parse(options.index(), metric, base.dimension()),
                    base,
                    file,
                    BuildControl.threads(options.threads()));
            buildCpu = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
            buildWall = (System.nanoTime() - wall) / 1e9;
        }
        try (VectorIndex index = VectorIndex.open(file)) {
            List<String> runs = new ArrayList<>();
            for (int i = 0; i < options.searches().size(); i++) {
                String run = measure(index, options.searches().get(i), i, buildCpu, buildWall);
                System.out.println(run);
                runs.add(run);
            }
            Files.writeString(
                    options.out().resolve("run.json"),
                    runs.size() == 1 ? runs.getFirst() + "\n" : "[" + String.join(",\n", runs) + "]\n");
        }
        if (!options.keep()) {
            Files.delete(file);
        }
    }

    private String measure(VectorIndex index, String words, int number, double buildCpu, double buildWall)
            throws IOException {
        SearchParameters parameters = SearchParameters.parse(words);
        Acceptance accepted = accepted(index.rows());
        long[] ids = new long[count * options.k()];
        long end = System.nanoTime() + (long) (options.warmSeconds() * 1e9);
        do {
            search(index, parameters, accepted, ids);
        } while (System.nanoTime() < end);
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        search(index, parameters, accepted, ids);
        double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / count;
        double wallMicros = (System.nanoTime() - wall) / 1e3 / count;
        NumpyFile.write(options.out().resolve(number == 0 ? "ids.npy" : "ids-" + number + ".npy"), ids, options.k());
        return String.format(
                Locale.ROOT,
                "{\"index\": \"%s\", \"search\": \"%s\", \"metric\": \"%s\", \"k\": %d, \"threads\": %d, \"batch\": %d,"
                        + " \"rows\": %d, \"dimension\": %d, \"queries\": %d, \"accepted\": %s, \"build_cpu_s\": %.3f,"
                        + " \"build_wall_s\": %.3f, \"bytes\": %d, \"cpu_us_a_query\": %.3f,"
                        + " \"wall_us_a_query\": %.3f}",
                index.parameters(),
                words,
                options.metric(),
                options.k(),
                options.threads(),
                options.batch(),
                index.rows(),
                dimension,
                count,
                options.accept(),
                buildCpu,
                buildWall,
                index.bytes(),
                cpuMicros,
                wallMicros);
    }

    /** A random part of the rows, seed 42, written beside the ids so that the truth can be found. */
    private Acceptance accepted(int rows) throws IOException {
        if (options.accept() >= 1) {
            return Acceptance.all();
        }
        Random random = new Random(42);
        long[] words = new long[(rows + 63) / 64];
        for (int row = 0; row < rows; row++) {
            if (random.nextDouble() < options.accept()) {
                words[row >>> 6] |= 1L << row;
            }
        }
        NumpyFile.write(options.out().resolve("accepted.npy"), words, 1);
        return Acceptance.of(words);
    }

    private void search(VectorIndex index, SearchParameters parameters, Acceptance accepted, long[] ids) {
        AtomicInteger next = new AtomicInteger();
        int batches = (count + options.batch() - 1) / options.batch();
        Runnable work = () -> {
            for (int batch = next.getAndIncrement(); batch < batches; batch = next.getAndIncrement()) {
                searchBatch(index, parameters, accepted, ids, batch * options.batch());
            }
        };
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < options.threads(); i++) {
            others.add(Thread.ofPlatform().start(work));
        }
        work.run();
        for (Thread thread : others) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void searchBatch(
            VectorIndex index, SearchParameters parameters, Acceptance accepted, long[] ids, int first) {
        int size = Math.min(options.batch(), count - first);
        float[] part = Arrays.copyOfRange(queries, first * dimension, (first + size) * dimension);
        Hits[] hits = index.search(part, size, options.k(), parameters, accepted);
        for (int q = 0; q < size; q++) {
            int at = (first + q) * options.k();
            int[] rows = hits[q].rows();
            for (int i = 0; i < options.k(); i++) {
                ids[at + i] = i < rows.length ? rows[i] : -1;
            }
        }
    }
}
