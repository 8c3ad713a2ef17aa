package io.ocellus.acceptance.apart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs of the test's class path in JVMs of their own: small, quick to start, what they say appended to a file. */
final class Jvm {
    static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private Jvm() {}

    static Process start(
            String classPath, String heap, Map<String, String> environment, Path output, List<String> program)
            throws IOException {
        return start(classPath, heap, environment, output, program, Optional.empty());
    }

    /** @param temporary its temporary folder, where it is not the usual one */
    static Process start(
            String classPath,
            String heap,
            Map<String, String> environment,
            Path output,
            List<String> program,
            Optional<SmallFolder> temporary)
            throws IOException {
        List<String> command = new ArrayList<>();
        temporary.ifPresent(small -> command.addAll(small.prefix()));
        command.add(System.getProperty("java.home") + "/bin/java");
        temporary.ifPresent(small -> command.add("-Djava.io.tmpdir=" + small.path()));
        command.addAll(List.of(
                "-Xmx" + heap,
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
