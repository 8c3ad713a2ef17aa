package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One contestant in a process of its own, which waits for its turn: builds or opens its index, then answers each line of
 * standard input with a line of JSON. Lines are words between tabs: {@code search SETTINGS BATCH THREADS K QUERIES FILTER|-
 * WARM IDS TRACE}, {@code sum WARM}, {@code quit}.
 */
public final class ContestantWorker implements AutoCloseable {

    private final Contestant contestant;
    private final Metric metric;
    private final ProcessClock clock = new ProcessClock();
    private final Map<String, TimedSearch> searches = new HashMap<>();
    private final Map<String, float[]> queries = new HashMap<>();
    private final int dimension;
    private final long baseBytes;

    private ContestantWorker(Contestant contestant, Metric metric, int dimension, long baseBytes) {
        this.contestant = contestant;
        this.metric = metric;
        this.dimension = dimension;
        this.baseBytes = baseBytes;
    }

    /** Arguments: contestant, base file, metric, index parameters, folder of the index, threads of the build. */
    public static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        Metric metric = Metric.of(arguments[2]);
        Path folder = Path.of(arguments[4]);
        try (NumpyFile base = new NumpyFile(Path.of(arguments[1]))) {
            Contestant contestant = Contestant.of(name, metric, base.dimension());
            try (ContestantWorker worker =
                    new ContestantWorker(contestant, metric, base.dimension(), 4L * base.rows() * base.dimension())) {
                Path built = folder.resolve("built.json");
                if (!Files.exists(built)) {
                    Files.writeString(built, worker.build(base, arguments[3], Integer.parseInt(arguments[5]), folder));
                }
                contestant.open(folder);
                System.out.println(Files.readString(built));
                worker.serve();
            }
        } catch (BenchmarkFailure | IndexFailure e) {
            System.out.println(new JsonLine().put("error", String.valueOf(e.getMessage())));
        }
    }

    private String build(NumpyFile base, String parameters, int threads, Path folder) throws IOException {
        Files.createDirectories(folder);
        long cpu = clock.nanos();
        long wall = System.nanoTime();
        contestant.build(base, parameters, threads, folder);
        double cpuSeconds = (clock.nanos() - cpu) / 1e9;
        double wallSeconds = (System.nanoTime() - wall) / 1e9;
        long bytes = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return new JsonLine()
                .put("rows", base.rows())
                .put("dimension", dimension)
                .put("bytes", bytes)
                .put("build_cpu_s", cpuSeconds)
                .put("build_wall_s", wallSeconds)
                .put("build_threads", threads)
                .toString();
    }

    private void serve() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null && !line.equals("quit"); line = lines.readLine()) {
            String[] words = line.split("\t", -1);
            try {
                System.out.println(words[0].equals("sum") ? sum(Double.parseDouble(words[1])) : search(words));
            } catch (BenchmarkFailure | IndexFailure e) {
                System.out.println(new JsonLine().put("error", String.valueOf(e.getMessage())));
            }
        }
    }

    private JsonLine search(String[] words) throws IOException {
        int k = Integer.parseInt(words[4]);
        double warm = Double.parseDouble(words[7]);
        String key = String.join("\t", Arrays.asList(words).subList(1, 7));
        TimedSearch search = searches.get(key);
        if (search == null) {
            float[] asked = queries(Path.of(words[5]));
            RowFilter filter = words[6].equals("-") ? RowFilter.NONE : RowFilter.read(Path.of(words[6]));
            search = new TimedSearch(
                    clock,
                    asked,
                    asked.length / dimension,
                    k,
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    contestant.search(words[1], filter));
            searches.put(key, search);
        }
        if (warm > 0) {
            search.warm(warm);
        }
        Timing timing = search.once();
        JsonLine answer = new JsonLine()
                .put("cpu_us_a_query", timing.cpuMicros())
                .put("wall_us_a_query", timing.wallMicros())
                .put("jit_ms_while_timed", timing.jitMillis());
        if (words[9].equals("1")) {
            answer.put("cpu_us_a_batch", search.traced());
        }
        NumpyFile.write(Path.of(words[8]), search.ids(), k);
        return answer;
    }

    private float[] queries(Path file) throws IOException {
        float[] known = queries.get(file.toString());
        if (known == null) {
            try (NumpyFile open = new NumpyFile(file)) {
                known = open.all();
            }
            if (!(contestant instanceof OcellusContestant)) {
                Contestant.normalise(metric, known, dimension);
            }
            queries.put(file.toString(), known);
        }
        return known;
    }

    /** The read-only sum over as many bytes as the base has. */
    private JsonLine sum(double warm) {
        try (ReadOnlySum array = new ReadOnlySum(baseBytes)) {
            long end = System.nanoTime() + (long) (warm * 1e9);
            float sum = array.sum();
            while (System.nanoTime() < end) {
                sum += array.sum();
            }
            long cpu = clock.nanos();
            for (int i = 0; i < 5; i++) {
                sum += array.sum();
            }
            double seconds = (clock.nanos() - cpu) / 5e9;
            return new JsonLine()
                    .put("cpu_us_a_query", seconds * 1e6)
                    .put("gb_a_s", array.bytes() / seconds / 1e9)
                    .put("sum", sum);
        }
    }

    @Override
    public void close() throws IOException {
        contestant.close();
    }
}
