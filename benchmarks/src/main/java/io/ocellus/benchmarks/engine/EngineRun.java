package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.kernel.Simd;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds indexes on anybody's vectors and searches them. The process is pinned by whoever starts it ({@code
 * benchmarks/engine/run}); its whole CPU time counts, collector and compiler threads included.
 */
public final class EngineRun {

    private static final Pattern RESULTS = Pattern.compile("run\\.json|accepted\\.npy|ids(-\\d+)?\\.npy");

    /** What a build leaves that is killed. */
    private static final Pattern UNFINISHED = Pattern.compile("\\.index\\d+\\.(part|scratch)");

    private final EngineOptions options;
    private final Metric metric;
    private final NumpyFile base;
    private final float[] queries;
    private final byte[] encoded;
    private final int count;
    private final ProcessClock clock = new ProcessClock();
    private final List<String> runs = new ArrayList<>();

    private EngineRun(EngineOptions options, Metric metric, NumpyFile base, NumpyFile queries) {
        this.options = options;
        this.metric = metric;
        this.base = base;
        this.queries = queries.all();
        this.encoded = options.element() == ElementType.FLOAT32
                ? new byte[0]
                : new ElementSource(queries, options.element()).all();
        this.count = queries.rows();
    }

    /** See {@link EngineOptions} for the arguments. What is wrong with them or the files is said in one line, exit 2. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String[] arguments) {
        try {
            measure(EngineOptions.parse(arguments));
            return 0;
        } catch (BenchmarkFailure | IndexFailure e) {
            System.err.println("bench engine: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bench engine: " + e);
        } catch (OutOfMemoryError e) {
            System.err.println("bench engine: not enough memory (" + e.getMessage()
                    + "); give Java more with OCELLUS_BENCH_JAVA=-Xmx…");
        }
        return 2;
    }

    private static void measure(EngineOptions options) throws IOException {
        if (!Simd.AVAILABLE) {
            throw new BenchmarkFailure("without --add-modules jdk.incubator.vector there is nothing to measure");
        }
        Metric metric = Metric.of(options.metric());
        if (Files.exists(options.out()) && !Files.isDirectory(options.out())) {
            throw new BenchmarkFailure("--out " + options.out() + " is no folder");
        }
        try (NumpyFile base = new NumpyFile(options.base());
                NumpyFile queries = new NumpyFile(options.queries())) {
            check(options, metric, base, queries);
            Files.createDirectories(options.out());
            remove(UNFINISHED, options.out());
            space(options, base);
            remove(RESULTS, options.out());
            new EngineRun(options, metric, base, queries).run();
        }
    }

    /** Everything that can be refused before an index is built. */
    private static void check(EngineOptions options, Metric metric, NumpyFile base, NumpyFile queries) {
        if (base.dimension() != queries.dimension()) {
            throw new BenchmarkFailure("the dimensions differ: " + base.file() + " has " + base.dimension() + ", "
                    + queries.file() + " has " + queries.dimension());
        }
        if (options.k() > Math.min(base.rows(), VectorIndex.MAX_K)) {
            throw new BenchmarkFailure("--k is " + options.k() + ", must be in range [1, "
                    + Math.min(base.rows(), VectorIndex.MAX_K) + "] for " + base.rows() + " rows");
        }
        if ((long) queries.rows() * options.k() > Integer.MAX_VALUE - 16) {
            throw new BenchmarkFailure(queries.rows() + " queries of " + options.k()
                    + " rows each are too many answers for one array: take fewer queries");
        }
        for (EngineOptions.Group group : options.groups()) {
            IndexParameters.parse(group.index(), metric, options.element(), base.dimension());
            group.searches().forEach(SearchParameters::parse);
        }
    }

    private static void remove(Pattern names, Path out) throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.toList()) {
                if (names.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A disk that fills up under a mapped file ends the process without a word, so this is asked first. */
    private static void space(EngineOptions options, NumpyFile base) throws IOException {
        long likely = (long) base.rows() * (300 + (long) (5.6 * base.dimension()));
        long free = Files.getFileStore(options.out()).getUsableSpace();
        if (free < likely) {
            throw new BenchmarkFailure("--out " + options.out() + " has " + (free >> 20)
                    + " MiB of free space, an index of " + base.rows() + " x " + base.dimension() + " may take "
                    + (likely >> 20));
        }
    }

    private void run() throws IOException {
        for (int i = 0; i < options.groups().size(); i++) {
            EngineOptions.Group group = options.groups().get(i);
            Path file = options.out().resolve(i == 0 ? "index" : "index-" + i);
            IndexParameters parameters =
                    IndexParameters.parse(group.index(), metric, options.element(), base.dimension());
            Built built = build(parameters, file);
            try (VectorIndex index = VectorIndex.open(file)) {
                for (String search : group.searches()) {
                    for (int batch : options.batches()) {
                        measure(index, search, batch, built);
                    }
                }
            } finally {
                if (!options.keep()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private record Built(double cpuSeconds, double wallSeconds) {}

    private Built build(IndexParameters parameters, Path file) {
        if (options.keep() && Files.exists(file)) {
            try (VectorIndex index = VectorIndex.open(file)) {
                if (index.parameters().equals(parameters) && index.rows() == base.rows()) {
                    return new Built(0, 0);
                }
            }
        }
        long cpu = clock.nanos();
        long wall = System.nanoTime();
        VectorSource source =
                options.element() == ElementType.FLOAT32 ? base : new ElementSource(base, options.element());
        VectorIndex.build(parameters, source, file, BuildControl.threads(options.threads()));
        return new Built((clock.nanos() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
    }

    private BatchSearch search(VectorIndex index, SearchParameters parameters, RowFilter filter) {
        int dimension = base.dimension();
        return options.element() == ElementType.FLOAT32
                ? new OcellusSearch(index, dimension, parameters, filter.acceptance())
                : new ElementSearch(
                        index, encoded, options.element().bytes(dimension), parameters, filter.acceptance());
    }

    /** Appends to run.json after each, so that a later failure leaves the earlier results. */
    private void measure(VectorIndex index, String words, int batch, Built built) throws IOException {
        SearchParameters parameters = SearchParameters.parse(words);
        RowFilter filter = RowFilter.NONE;
        if (options.accept() < 1) {
            filter = RowFilter.random(index.rows(), options.accept());
            NumpyFile.write(options.out().resolve("accepted.npy"), filter.words(), 1);
        }
        TimedSearch search = new TimedSearch(
                clock,
                queries,
                count,
                options.k(),
                Math.min(batch, count),
                options.threads(),
                search(index, parameters, filter));
        Timing timing = search.run(options.warmSeconds(), options.seconds());
        String ids = runs.isEmpty() ? "ids.npy" : "ids-" + runs.size() + ".npy";
        NumpyFile.write(options.out().resolve(ids), search.ids(), options.k());
        String run = new JsonLine()
                .put("index", index.parameters().toString())
                .put("search", words)
                .put("metric", options.metric())
                .put("element", options.element().name())
                .put("k", options.k())
                .put("threads", options.threads())
                .put("batch", batch)
                .put("rows", index.rows())
                .put("dimension", base.dimension())
                .put("queries", count)
                .put("accepted", options.accept())
                .put("ids", ids)
                .put("build_cpu_s", built.cpuSeconds())
                .put("build_wall_s", built.wallSeconds())
                .put("bytes", index.bytes())
                .put("cpu_us_a_query", timing.cpuMicros())
                .put("wall_us_a_query", timing.wallMicros())
                .put("cpu_us_a_query_best", timing.best())
                .put("cpu_us_a_query_median", timing.median())
                .put("cpu_us_a_query_blocks", timing.blocks())
                .put("passes", timing.passes())
                .put("warm_s", timing.warmSeconds())
                .put("jit_ms_while_timed", timing.jitMillis())
                .toString();
        System.out.println(run);
        runs.add(run);
        Files.writeString(
                options.out().resolve("run.json"),
                runs.size() == 1 ? runs.getFirst() + "\n" : "[" + String.join(",\n", runs) + "]\n");
    }
}
