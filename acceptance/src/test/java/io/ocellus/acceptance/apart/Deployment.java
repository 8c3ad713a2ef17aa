package io.ocellus.acceptance.apart;

import io.ocellus.embedded.Ports;
import io.ocellus.embedded.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** All deployables, each a JVM of its own, on the test's servers. Not thread-safe. */
final class Deployment implements AutoCloseable {
    private static final String ROOT_PASSWORD = "Root-Secret-1";

    private final Map<Deployable, Process> running = new EnumMap<>(Deployable.class);
    private final Path folder;
    private final int gatewayPort = Ports.free();
    private final int annotationPort = Ports.free();
    private final int vectorPort = Ports.free();
    private final String settings;

    Deployment() throws IOException {
        folder = Files.createDirectories(TestServers.folder().resolve("apart"));
        Map<String, Object> all = new TreeMap<>();
        all.put("ocellus.database.url", TestServers.newDatabase());
        all.put("ocellus.database.user", TestServers.postgres().user());
        all.put("ocellus.database.password", TestServers.postgres().password());
        all.put("ocellus.redis.url", TestServers.redis().url());
        all.put("ocellus.kafka.bootstrap-servers", TestServers.kafka().bootstrapServers());
        all.put("ocellus.object-storage.endpoint", TestServers.objectStorage().endpoint());
        all.put("ocellus.object-storage.access-key", TestServers.objectStorage().accessKey());
        all.put("ocellus.object-storage.secret-key", TestServers.objectStorage().secretKey());
        all.put("ocellus.object-storage.bucket", "apart");
        all.put("ocellus.data-directory", folder.toString());
        all.put("ocellus.identity.admin-password-file", passwordFile().toString());
        all.put("ocellus.annotations.spool-directory", folder.resolve("spool").toString());
        all.put("ocellus.embeddings.vector-service", "http://127.0.0.1:" + vectorPort);
        all.put("ocellus.vector.port", vectorPort);
        all.put("ocellus.vector.identity-url", "http://127.0.0.1:" + annotationPort);
        all.put("ocellus.vector.root-password", ROOT_PASSWORD);
        all.put("ocellus.vector.cache-directory", folder.resolve("segments").toString());
        all.put("ocellus.gateway.annotation-service", "http://127.0.0.1:" + annotationPort);
        all.put("ocellus.gateway.vector-service", "http://127.0.0.1:" + vectorPort);
        settings = JsonMapper.shared().writeValueAsString(all);
    }

    private Path passwordFile() {
        return folder.resolve("admin-password");
    }

    String address() {
        return "http://127.0.0.1:" + gatewayPort;
    }

    String adminPassword() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    boolean knowsItsAdmin() {
        return Files.exists(passwordFile());
    }

    void start(Deployable deployable) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(deployable),
                deployable.main());
        builder.environment().put("SPRING_APPLICATION_JSON", settings);
        switch (deployable) {
            case GATEWAY -> builder.environment().put("SERVER_PORT", Integer.toString(gatewayPort));
            case ANNOTATION_SERVICE -> builder.environment().put("SERVER_PORT", Integer.toString(annotationPort));
            case VECTOR_SERVICE, IMPORT_WORKER, EXPORT_WORKER, AUTO_ANNOTATION_WORKER -> {}
        }
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(deployable).toFile()));
        running.put(deployable, builder.start());
    }

    /** The gateway is reactive and the services are not: neither finds the other's web stack on its class path. */
    private static String classPath(Deployable deployable) {
        List<String> foreign = switch (deployable) {
            case GATEWAY -> List.of("spring-webmvc", "spring-boot-webmvc", "tomcat");
            case ANNOTATION_SERVICE, VECTOR_SERVICE, IMPORT_WORKER, EXPORT_WORKER, AUTO_ANNOTATION_WORKER ->
                List.of("gateway", "spring-cloud", "webflux");
        };
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(whole.split(File.pathSeparator))
                .filter(entry -> foreign.stream()
                        .noneMatch(
                                name -> Path.of(entry).getFileName().toString().contains(name)
                                        || entry.contains("/" + name + "-service/")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    Path log(Deployable deployable) {
        return folder.resolve(deployable.name().toLowerCase(java.util.Locale.ROOT) + ".log");
    }

    long pid(Deployable deployable) {
        return process(deployable).pid();
    }

    String state(Deployable deployable) {
        Process process = process(deployable);
        return process.isAlive() ? "runs" : "has ended with " + process.exitValue();
    }

    /** As kill -9 does. */
    void kill(Deployable deployable) throws InterruptedException {
        process(deployable).destroyForcibly().waitFor();
    }

    private Process process(Deployable deployable) {
        Process process = running.get(deployable);
        if (process == null) {
            throw new IllegalStateException(deployable + " was not started");
        }
        return process;
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroyForcibly);
    }
}
