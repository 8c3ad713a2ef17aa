package io.ocellus.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineRunTest {

    private static final int DIMENSION = 12;
    private static final int ROWS = 700;
    private static final int QUERIES = 25;

    private final float[] base = NumpyArrays.clouds(ROWS, DIMENSION, 1);
    private final float[] queries = NumpyArrays.clouds(QUERIES, DIMENSION, 2);

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        NumpyArrays.write(folder.resolve("base.npy"), base, DIMENSION);
        NumpyArrays.write(folder.resolve("queries.npy"), queries, DIMENSION);
    }

    private int run(String... more) {
        List<String> words = new ArrayList<>(List.of("--warm", "0", "--seconds", "0"));
        words.addAll(List.of("--base", folder.resolve("base.npy").toString()));
        words.addAll(List.of("--queries", folder.resolve("queries.npy").toString()));
        words.addAll(List.of("--out", folder.resolve("out").toString()));
        words.addAll(List.of(more));
        return EngineRun.run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"l2", "ip", "cosine"})
    void writesTheNearestRowsOfEveryQuery(String metric) throws IOException {
        assertThat(run("--metric", metric, "--k", "5", "--index", "FLAT", "--batch", "7"))
                .isZero();
        try (NumpyFile ids = new NumpyFile(folder.resolve("out/ids.npy"))) {
            assertThat(ids.rows()).isEqualTo(QUERIES);
            assertThat(ids.dimension()).isEqualTo(5);
            float[] found = ids.all();
            for (int q = 0; q < QUERIES; q++) {
                List<Integer> nearest = nearest(metric, q, 5);
                for (int i = 0; i < 5; i++) {
                    assertThat(found[q * 5 + i]).isEqualTo((float) nearest.get(i));
                }
            }
        }
        assertThat(folder.resolve("out/index")).doesNotExist();
    }

    @Test
    void whatAKilledBuildLeftIsGoneAfterTheNextRun() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Path part = Files.createFile(out.resolve(".index4711.part"));
        Path scratch = Files.createFile(out.resolve(".index4712.scratch"));
        Path other = Files.createFile(out.resolve("notes.part"));
        assertThat(run("--metric", "l2", "--k", "5", "--index", "FLAT")).isZero();
        assertThat(part).doesNotExist();
        assertThat(scratch).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void halvesAndWholeNumbersAreSearchedAsSuch() throws IOException {
        float[] whole = new float[base.length];
        for (int i = 0; i < base.length; i++) {
            whole[i] = Math.clamp(Math.round(30 * base[i]), -128, 127);
        }
        NumpyArrays.write(folder.resolve("whole.npy"), whole, DIMENSION);
        for (String element : List.of("float16", "int8")) {
            String file = folder.resolve("whole.npy").toString();
            assertThat(run(
                            "--base",
                            file,
                            "--queries",
                            file,
                            "--element",
                            element,
                            "--metric",
                            "l2",
                            "--k",
                            "1",
                            "--index",
                            "FLAT"))
                    .isZero();
            try (NumpyFile ids = new NumpyFile(folder.resolve("out/ids.npy"))) {
                float[] found = ids.all();
                for (int row = 0; row < ROWS; row++) {
                    assertThat(Arrays.copyOfRange(
                                    whole, (int) found[row] * DIMENSION, (int) found[row] * DIMENSION + DIMENSION))
                            .isEqualTo(Arrays.copyOfRange(whole, row * DIMENSION, (row + 1) * DIMENSION));
                }
            }
            assertThat(Files.readString(folder.resolve("out/run.json"))).containsIgnoringCase(element);
        }
        assertThat(run("--element", "int8", "--index", "FLAT")).isEqualTo(2);
        assertThat(run("--element", "bit", "--metric", "l2")).isEqualTo(2);
    }

    private List<Integer> nearest(String metric, int query, int k) {
        return IntStream.range(0, ROWS)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> distance(metric, query, row)))
                .limit(k)
                .toList();
    }

    private double distance(String metric, int query, int row) {
        double dot = 0;
        double a = 0;
        double b = 0;
        for (int d = 0; d < DIMENSION; d++) {
            double x = queries[query * DIMENSION + d];
            double y = base[row * DIMENSION + d];
            dot += x * y;
            a += x * x;
            b += y * y;
        }
        return switch (metric) {
            case "l2" -> a + b - 2 * dot;
            case "ip" -> -dot;
            default -> -dot / Math.sqrt(a * b);
        };
    }

    @Test
    void measuresEachIndexWithItsOwnSearches() throws IOException {
        int exit = run(
                "--index=HNSW M=8 efConstruction=40",
                "--search=ef=20",
                "--search=ef=40",
                "--index=FLAT",
                "--threads=2",
                "--batch=100");
        assertThat(exit).isZero();
        String runs = Files.readString(folder.resolve("out/run.json"));
        assertThat(runs.lines()).hasSize(3);
        assertThat(runs).contains("\"search\": \"ef=20\"", "\"search\": \"ef=40\"", "\"index\": \"FLAT\"");
        for (String name : List.of("build_cpu_s", "bytes", "cpu_us_a_query", "wall_us_a_query", "\"threads\": 2")) {
            assertThat(runs.lines()).allMatch(line -> line.contains(name));
        }
        assertThat(folder.resolve("out/ids-2.npy")).exists();
    }

    @Test
    void resultsOfAnEarlierRunAreGone() throws IOException {
        assertThat(run("--index", "FLAT", "--batch", "1", "--batch", "5")).isZero();
        assertThat(run("--index", "FLAT")).isZero();
        assertThat(folder.resolve("out/ids.npy")).exists();
        assertThat(folder.resolve("out/ids-1.npy")).doesNotExist();
    }

    @Test
    void refusesBeforeItBuilds() throws IOException {
        NumpyArrays.write(folder.resolve("other.npy"), new float[8], 4);
        assertThat(run("--k", "701")).isEqualTo(2);
        assertThat(run("--metric", "euclid")).isEqualTo(2);
        assertThat(run("--index", "HNSW M=1")).isEqualTo(2);
        assertThat(run("--search", "recall=2")).isEqualTo(2);
        assertThat(run("--queries", folder.resolve("other.npy").toString())).isEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void refusesArgumentsWithTheirName() {
        assertThatThrownBy(() -> EngineOptions.parse(new String[] {"--bogus", "1"}))
                .hasMessageContaining("unknown argument --bogus");
        assertThatThrownBy(() -> EngineOptions.parse(new String[] {"--k", "ten"}))
                .hasMessageContaining("--k is 'ten', must be a whole number");
        assertThatThrownBy(() -> EngineOptions.parse(new String[] {"--out"}))
                .hasMessageContaining("--out needs a value");
        assertThatThrownBy(() -> EngineOptions.parse(new String[] {"--base", "b.npy"}))
                .hasMessageContaining("--queries is missing");
    }

    @Test
    void theClockCountsWorkOfAllThreads() throws InterruptedException {
        ProcessClock clock = new ProcessClock();
        long before = clock.nanos();
        double[] sums = new double[1];
        Thread other = Thread.ofPlatform().start(() -> {
            for (int i = 1; i < 5_000_000; i++) {
                sums[0] += Math.sqrt(i);
            }
        });
        other.join();
        assertThat(sums[0]).isPositive();
        assertThat(clock.nanos()).isGreaterThan(before);
    }
}
