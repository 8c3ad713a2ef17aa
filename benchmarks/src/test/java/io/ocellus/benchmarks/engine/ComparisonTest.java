package io.ocellus.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole comparison on data so small that it takes seconds; its figures mean nothing, that there are some does. */
class ComparisonTest {

    private static final Path HERE = Path.of("engine").toAbsolutePath();

    @TempDir
    private Path folder;

    /** A Python with numpy: the tests' own, or whatever is on the path. */
    private static Optional<String> python() throws IOException, InterruptedException {
        for (String candidate : Stream.of(System.getenv("OCELLUS_PYTHON"), "python3")
                .filter(name -> name != null && !name.isEmpty())
                .toList()) {
            Process process = new ProcessBuilder(candidate, "-c", "import numpy")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    @Test
    void contestantsTakeTurnsAndAreWrittenUp() throws IOException, InterruptedException {
        Optional<String> python = python();
        assumeTrue(python.isPresent(), "no Python with numpy: set OCELLUS_PYTHON");
        NumpyArrays.write(folder.resolve("tiny-base.npy"), NumpyArrays.clouds(900, 16, 1), 16);
        NumpyArrays.write(folder.resolve("tiny-queries.npy"), NumpyArrays.clouds(60, 16, 2), 16);
        Path out = folder.resolve("out");
        Path log = folder.resolve("log");
        List<String> command = List.of(
                python.get(),
                HERE.resolve("compare.py").toString(),
                "--quick",
                "--data",
                folder.toString(),
                "--out",
                out.toString(),
                "--warm=0",
                "--rounds=2",
                "--settings=2",
                "--only=AUTOINDEX",
                "--only=Lucene float",
                "--only=hnswlib");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("OCELLUS_BENCH_JAVA_COMMAND", System.getProperty("java.home") + "/bin/java");
        builder.environment().put("OCELLUS_BENCH_JAVA", "-Xmx256m -XX:TieredStopAtLevel=1");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroy();
        assertThat(ended).as("ended in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        String results = Files.readString(out.resolve("results.json"));
        assertThat(results).contains("\"family\": \"ocellus AUTOINDEX\"", "\"family\": \"Lucene float\"");
        assertThat(results)
                .contains("\"recall\": 1.0", "\"family\": \"ocellus FLAT\"", "\"family\": \"read-only sum\"");
        if (!results.contains("\"family\": \"hnswlib\"")) {
            assertThat(results).contains("hnswlib [M=16 efConstruction=200]: not installed");
        }
        assertThat(Files.readString(out.resolve("results.md")))
                .contains("| tiny | single | 0.95 |", "Filtered, single");
        assertThat(Files.readString(out.resolve("curves.svg")))
                .startsWith("<svg")
                .contains("ocellus AUTOINDEX");
        try (Stream<Path> raw = Files.list(out.resolve("raw"))) {
            assertThat(raw.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .contains("\"query_ids\"", "\"ids\"", "\"cpu_us_a_batch\""));
        }
        assertThat(out.resolve("work")).doesNotExist();
    }
}
