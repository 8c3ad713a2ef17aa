package io.ocellus.acceptance.apart;

import io.ocellus.embedded.EmbeddedPostgres;
import io.ocellus.embedded.EmbeddedRedis;
import io.ocellus.embedded.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The four servers, each a process of its own that can be killed alone. PostgreSQL and Redis come back by themselves, Kafka and the object
 * store by {@link #revive}. Not thread-safe.
 */
final class Servers implements AutoCloseable {
    private static final String SECRET = "test-secret-key";

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final EmbeddedRedis redis;
    private final int redisPort = Ports.free();
    private final int kafkaPort = Ports.free();
    private final int controllerPort = Ports.free();
    private final int objectsPort = Ports.free();
    private final Map<Server, Process> running = new EnumMap<>(Server.class);

    Servers(Path folder) throws IOException {
        this.folder = folder;
        // What is killed must have kept what it acknowledged.
        this.postgres = EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(folder.resolve("postgres"), Ports.free(), SECRET, true));
        this.redis = EmbeddedRedis.start(folder.resolve("redis"), redisPort, SECRET);
        revive(Server.KAFKA);
        revive(Server.OBJECT_STORAGE);
    }

    void addTo(Map<String, Object> settings) {
        settings.put("ocellus.database.url", postgres.jdbcUrl());
        settings.put("ocellus.database.user", postgres.user());
        settings.put("ocellus.database.password", postgres.password());
        settings.put("ocellus.redis.url", redis.url());
        settings.put("ocellus.kafka.bootstrap-servers", "127.0.0.1:" + kafkaPort);
        settings.put("ocellus.object-storage.endpoint", "http://127.0.0.1:" + objectsPort);
        settings.put("ocellus.object-storage.access-key", "test-access");
        settings.put("ocellus.object-storage.secret-key", SECRET);
        settings.put("ocellus.object-storage.bucket", "apart");
    }

    /** As kill -9 does; returns when it has ended. */
    void kill(Server server) throws IOException, InterruptedException {
        switch (server) {
            case POSTGRES -> kill(postmaster());
            case REDIS -> kill(redisProcess());
            case KAFKA, OBJECT_STORAGE -> {
                Process process = running.get(server);
                if (process == null) {
                    throw new IllegalStateException(server + " was not started");
                }
                process.destroyForcibly().waitFor();
            }
        }
    }

    void revive(Server server) throws IOException {
        Path output = folder.resolve(server.name().toLowerCase(java.util.Locale.ROOT) + ".log");
        List<String> arguments = switch (server) {
            case POSTGRES, REDIS -> List.of();
            case KAFKA ->
                List.of(
                        "kafka",
                        folder.resolve("kafka").toString(),
                        Integer.toString(kafkaPort),
                        Integer.toString(controllerPort));
            case OBJECT_STORAGE ->
                List.of(
                        "s3",
                        folder.resolve("objects").toString(),
                        Integer.toString(objectsPort),
                        "test-access",
                        SECRET);
        };
        if (!arguments.isEmpty()) {
            List<String> program = new java.util.ArrayList<>(List.of(ServerMain.class.getName()));
            program.addAll(arguments);
            running.put(server, Jvm.start(Jvm.CLASS_PATH, "128m", Map.of(), output, program));
        }
    }

    /** Forgets every hint. */
    void flushRedis() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("AUTH " + SECRET + "\r\nFLUSHALL\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (!said.equals("+OK\r\n+OK\r\n+OK\r\n")) {
                throw new IOException("Redis said " + said);
            }
        }
    }

    private ProcessHandle postmaster() throws IOException {
        Path file = folder.resolve("postgres/data/postmaster.pid");
        return handle(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
    }

    private ProcessHandle redisProcess() throws IOException {
        Path home = folder.resolve("redis").toRealPath();
        return ProcessHandle.current()
                .children()
                .filter(child -> home.equals(workingDirectory(child)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Redis does not run"));
    }

    private static Path workingDirectory(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        } catch (IOException e) {
            return Path.of("/"); // it has ended meanwhile
        }
    }

    private static ProcessHandle handle(long pid) {
        return ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("no process " + pid));
    }

    private static void kill(ProcessHandle process) throws InterruptedException {
        process.destroyForcibly();
        while (process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroyForcibly);
        redis.close();
        postgres.close();
    }
}
