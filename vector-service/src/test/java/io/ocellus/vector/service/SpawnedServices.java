package io.ocellus.vector.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.embedded.Ports;
import io.ocellus.embedded.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Vector services as processes of their own on one set of servers, open to everybody. */
final class SpawnedServices implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Spawned> spawned = new ArrayList<>();
    private final Map<String, Object> settings = new TreeMap<>();

    SpawnedServices() {
        settings.put("ocellus.database.url", TestServers.newDatabase());
        settings.put("ocellus.database.user", TestServers.postgres().user());
        settings.put("ocellus.database.password", TestServers.postgres().password());
        settings.put("ocellus.kafka.bootstrap-servers", TestServers.kafka().bootstrapServers());
        settings.put(
                "ocellus.object-storage.endpoint", TestServers.objectStorage().endpoint());
        settings.put(
                "ocellus.object-storage.access-key", TestServers.objectStorage().accessKey());
        settings.put(
                "ocellus.object-storage.secret-key", TestServers.objectStorage().secretKey());
        settings.put("ocellus.object-storage.bucket", TestServers.uniqueName("vectors"));
        settings.put("ocellus.vector.authentication", false);
        settings.put("ocellus.vector.root-password", RealServer.ROOT_PASSWORD);
        settings.put("ocellus.vector.lease", "2s");
        settings.put("ocellus.vector.log-topic", TestServers.uniqueName("vector-log"));
        settings.put("ocellus.vector.log-partitions", 2);
    }

    Spawned start(String node) throws IOException {
        int port = Ports.free();
        Map<String, Object> own = new TreeMap<>(settings);
        own.put("ocellus.vector.node", node);
        own.put("ocellus.vector.port", port);
        own.put(
                "ocellus.vector.cache-directory",
                TestServers.folder().resolve("vector-cache-" + port).toString());
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                VectorServiceMain.class.getName());
        builder.environment().put("SPRING_APPLICATION_JSON", JSON.writeValueAsString(own));
        Path log = TestServers.folder().resolve("vector-service-" + node + ".log");
        Spawned service = new Spawned(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), port, log);
        spawned.add(service);
        return service;
    }

    void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 90 s: " + what).isLessThan(deadline);
            pause(50);
        }
    }

    @Override
    public void close() {
        spawned.forEach(service -> service.process.destroyForcibly());
        http.close();
    }

    /** One of them. */
    final class Spawned {
        private final Process process;
        private final int port;
        private final Path log;

        private Spawned(Process process, int port, Path log) {
            this.process = process;
            this.port = port;
            this.log = log;
        }

        int port() {
            return port;
        }

        private HttpResponse<String> send(String path, String body, Duration patience)
                throws IOException, InterruptedException {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(patience)
                            .header("content-type", "application/json")
                            .method(body.isEmpty() ? "GET" : "POST", HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        boolean healthy() {
            assertThat(process.isAlive()).as("it runs; its log: %s", log).isTrue();
            try {
                return send("/healthz", "", Duration.ofSeconds(5)).statusCode() == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Whether the call was answered as done. */
        boolean answers(String call, String body) {
            try {
                HttpResponse<String> answer = send("/v2/vectordb/" + call, body, Duration.ofSeconds(5));
                return answer.statusCode() == 200
                        && JSON.readTree(answer.body()).path("code").intValue() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        JsonNode ok(String call, String body) throws IOException, InterruptedException {
            HttpResponse<String> answer = send("/v2/vectordb/" + call, body, Duration.ofSeconds(60));
            JsonNode json = JSON.readTree(answer.body());
            assertThat(json.path("code").intValue())
                    .as(call + " " + answer.body())
                    .isZero();
            return json.path("data");
        }

        /** SIGKILL. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        void signal(String name) throws IOException, InterruptedException {
            int rc = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(rc).isZero();
        }
    }
}
