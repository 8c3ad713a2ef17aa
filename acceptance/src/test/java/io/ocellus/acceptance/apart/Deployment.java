package io.ocellus.acceptance.apart;

import io.ocellus.embedded.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** All deployables, each a JVM of its own, on servers that are processes too. Not thread-safe. */
final class Deployment implements AutoCloseable {
    private static final String ROOT_PASSWORD = "Root-Secret-1";

    private final Map<Deployable, Process> running = new EnumMap<>(Deployable.class);
    private final Path folder;
    private final Servers servers;
    private final int gatewayPort = Ports.free();
    private final int annotationPort = Ports.free();
    private final int vectorPort = Ports.free();
    private final String settings;
    private final Optional<SmallFolder> temporary;

    Deployment(Path folder) throws IOException {
        this(folder, Optional.empty());
    }

    /** @param temporary where the processes keep what is to go again; their usual temporary folder when there is none */
    Deployment(Path folder, Optional<SmallFolder> temporary) throws IOException {
        this.temporary = temporary;
        this.folder = folder;
        this.servers = new Servers(folder);
        Map<String, Object> all = new TreeMap<>();
        servers.addTo(all);
        all.put("ocellus.data-directory", folder.toString());
        all.put("ocellus.identity.admin-password-file", passwordFile().toString());
        all.put(
                "ocellus.annotations.spool-directory",
                temporary.map(SmallFolder::path).orElse(folder).resolve("spool").toString());
        all.put("ocellus.embeddings.vector-service", "http://127.0.0.1:" + vectorPort);
        all.put("ocellus.requests.worker", "apart");
        all.put("ocellus.kafka.member", "apart");
        all.put("ocellus.vector.port", vectorPort);
        all.put("ocellus.vector.identity-url", "http://127.0.0.1:" + annotationPort);
        all.put("ocellus.vector.root-password", ROOT_PASSWORD);
        all.put("ocellus.vector.cache-directory", folder.resolve("segments").toString());
        all.put("ocellus.gateway.annotation-service", "http://127.0.0.1:" + annotationPort);
        all.put("ocellus.gateway.vector-service", "http://127.0.0.1:" + vectorPort);
        settings = JsonMapper.shared().writeValueAsString(all);
    }

    Servers servers() {
        return servers;
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
        Map<String, String> environment = new TreeMap<>(Map.of("SPRING_APPLICATION_JSON", settings));
        switch (deployable) {
            case GATEWAY -> environment.put("SERVER_PORT", Integer.toString(gatewayPort));
            case ANNOTATION_SERVICE -> environment.put("SERVER_PORT", Integer.toString(annotationPort));
            case VECTOR_SERVICE, IMPORT_WORKER, EXPORT_WORKER, AUTO_ANNOTATION_WORKER -> {}
        }
        running.put(
                deployable,
                Jvm.start(
                        classPath(deployable),
                        "256m",
                        environment,
                        log(deployable),
                        List.of(deployable.main()),
                        temporary));
    }

    /**
     * The gateway is reactive and the services are not: neither finds the other's web stack on its class path. Nor the
     * standalone's jar, whose manifest names both.
     */
    private static String classPath(Deployable deployable) {
        List<String> foreign = switch (deployable) {
            case GATEWAY -> List.of("spring-webmvc", "spring-boot-webmvc", "tomcat");
            case ANNOTATION_SERVICE, VECTOR_SERVICE, IMPORT_WORKER, EXPORT_WORKER, AUTO_ANNOTATION_WORKER ->
                List.of("gateway", "spring-cloud", "webflux");
        };
        return Arrays.stream(Jvm.CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("/ocellus.jar")
                        && foreign.stream()
                                .noneMatch(name ->
                                        Path.of(entry).getFileName().toString().contains(name)
                                                || entry.contains("/" + name + "-service/")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path log(Deployable deployable) {
        return folder.resolve(deployable.name().toLowerCase(Locale.ROOT) + ".log");
    }

    long pid(Deployable deployable) {
        return process(deployable).pid();
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

    /** Whether each process still runs, and the end of what it said. */
    String lastWords() throws IOException {
        List<String> words = new ArrayList<>();
        for (Deployable deployable : running.keySet()) {
            Process process = process(deployable);
            words.add(deployable + (process.isAlive() ? " runs" : " has ended with " + process.exitValue()));
            List<String> lines = Files.readAllLines(log(deployable));
            lines.subList(Math.max(0, lines.size() - 12), lines.size()).forEach(line -> words.add("  " + line));
        }
        return String.join("\n", words);
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroyForcibly);
        servers.close();
    }
}
