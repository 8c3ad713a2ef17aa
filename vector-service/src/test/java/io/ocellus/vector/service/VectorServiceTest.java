package io.ocellus.vector.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.milvus.grpc.MilvusServiceGrpc.MilvusServiceBlockingStub;
import io.milvus.grpc.ShowCollectionsRequest;
import io.ocellus.vector.storage.log.KafkaWriteAheadLog;
import io.ocellus.vector.storage.log.LogRecord;
import io.ocellus.vector.storage.log.RecordCodec;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.log.WriteAheadLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The service as it is started, over real servers. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class VectorServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static RealServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        server = RealServer.start(0, Map.of());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!server.ready() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(server.ready()).isTrue();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pymilvusUnchangedDoesItsQuickStart() throws IOException, InterruptedException {
        String python = System.getenv("OCELLUS_PYTHON");
        assumeTrue(python != null, "OCELLUS_PYTHON names no Python with pymilvus");
        Process process = new ProcessBuilder(
                        python,
                        "src/test/python/quick_start.py",
                        "http://127.0.0.1:" + server.port(),
                        "root:" + RealServer.ROOT_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("done with pymilvus");
    }

    private static JsonNode post(String path, String body, String token, int status)
            throws IOException, InterruptedException {
        return post(server.port(), path, body, token, status);
    }

    private static JsonNode post(int port, String path, String body, String token, int status)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/vectordb/" + path))
                            .timeout(Duration.ofSeconds(60))
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
            return JSON.readTree(answer.body());
        }
    }

    private static JsonNode ok(String path, String body) throws IOException, InterruptedException {
        JsonNode answer = post(path, body, "root:" + RealServer.ROOT_PASSWORD, 200);
        assertThat(answer.path("code").intValue()).as(path + " " + answer).isZero();
        return answer.path("data");
    }

    private static int code(String path, String body) throws IOException, InterruptedException {
        return post(path, body, "root:" + RealServer.ROOT_PASSWORD, 200)
                .path("code")
                .intValue();
    }

    @Test
    void restDoesTheQuickStartOnTheSamePort() throws IOException, InterruptedException {
        String name = "{\"collectionName\": \"rest\"";
        ok("collections/create", name + ", \"dimension\": 3}");
        assertThat(ok("collections/list", "{}").toString()).contains("rest");
        assertThat(ok("collections/describe", name + "}").path("load").asString())
                .isEqualTo("LoadStateLoaded");
        JsonNode inserted = ok(
                "entities/insert",
                name
                        + ", \"data\": [{\"id\": 1, \"vector\": [1, 0, 0], \"kind\": \"a\"}, {\"id\": 2, \"vector\": [0, 1, 0], \"kind\": \"b\"}]}");
        assertThat(inserted.path("insertCount").intValue()).isEqualTo(2);
        JsonNode hits = ok(
                "entities/search",
                name
                        + ", \"data\": [[0, 1, 0]], \"limit\": 1, \"outputFields\": [\"kind\"], \"consistencyLevel\": \"Strong\"}");
        assertThat(hits.get(0).path("id").intValue()).isEqualTo(2);
        assertThat(hits.get(0).path("kind").asString()).isEqualTo("b");
        assertThat(ok("entities/query", name + ", \"filter\": \"kind == 'a'\", \"consistencyLevel\": \"Strong\"}")
                        .get(0)
                        .path("id")
                        .intValue())
                .isEqualTo(1);
        assertThat(ok("entities/get", name + ", \"id\": [2], \"consistencyLevel\": \"Strong\"}")
                        .size())
                .isEqualTo(1);
        ok("entities/delete", name + ", \"filter\": \"id == 2\"}");
        assertThat(ok("entities/get", name + ", \"id\": [2], \"consistencyLevel\": \"Strong\"}")
                        .size())
                .isZero();
        ok("collections/drop", name + "}");
    }

    @Test
    void restRefusesInMilvusForm() throws IOException, InterruptedException {
        assertThat(post("collections/list", "{}", "root:wrong", 401)
                        .path("code")
                        .intValue())
                .isEqualTo(1800);
        assertThat(code("collections/list", "")).isEqualTo(1801);
        assertThat(code("collections/list", "[]")).isEqualTo(1801);
        assertThat(code("collections/list", "null")).isZero();
        assertThat(code("collections/list", "{")).isEqualTo(1801);
        assertThat(code("collections/list", "[".repeat(100_000))).isEqualTo(1801);
        assertThat(code("collections/describe", "{}")).isEqualTo(1802);
        assertThat(code("collections/describe", "{\"collectionName\": \"nowhere\"}"))
                .isEqualTo(100);
        assertThat(code("collections/create", "{\"collectionName\": \"1st\", \"dimension\": 4}"))
                .isEqualTo(1100);
        assertThat(post("users/list", "{}", "root:" + RealServer.ROOT_PASSWORD, 501)
                        .path("message")
                        .asString())
                .contains("not available");
        assertThat(post("nonsense/list", "{}", "root:" + RealServer.ROOT_PASSWORD, 404)
                        .path("code")
                        .intValue())
                .isEqualTo(404);
    }

    @Test
    void oneThatStandsByHandsCallsOnWithTheirCredentials() throws IOException, InterruptedException {
        ok("collections/create", "{\"collectionName\": \"shared\", \"dimension\": 3}");
        try (RealServer standby = server.standby()) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!standby.handsOn() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(standby.ready()).isFalse();
            JsonNode listed = post(standby.port(), "collections/list", "{}", "root:" + RealServer.ROOT_PASSWORD, 200);
            assertThat(listed.path("data").toString()).contains("shared");
            assertThat(post(standby.port(), "collections/list", "{}", "root:wrong", 401)
                            .path("code")
                            .intValue())
                    .isEqualTo(1800);
            MilvusServiceBlockingStub stub =
                    GrpcClients.newClient("gproto+h2c://127.0.0.1:" + standby.port(), MilvusServiceBlockingStub.class);
            assertThatThrownBy(() -> stub.showCollections(ShowCollectionsRequest.getDefaultInstance()))
                    .hasMessageContaining("UNAUTHENTICATED");
        }
    }

    @Test
    void theRecordsOfACallCarryItsTrace() throws IOException, InterruptedException {
        TraceId trace = new TraceId(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L);
        ok("collections/create", "{\"collectionName\": \"traced\", \"dimension\": 3}");
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + server.port() + "/v2/vectordb/entities/insert"))
                            .timeout(Duration.ofSeconds(60))
                            .header("Authorization", "Bearer root:" + RealServer.ROOT_PASSWORD)
                            .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"collectionName\": \"traced\", \"data\": [{\"id\": 1, \"vector\": [1, 0, 0]}]}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
        try (KafkaWriteAheadLog log = KafkaWriteAheadLog.open(server.log())) {
            List<LogRecord> traced = new ArrayList<>();
            for (int partition = 0; partition < log.partitions(); partition++) {
                long end = log.end(partition).join();
                long next = log.start(partition);
                try (WriteAheadLog.Reader reader = log.read(partition, next)) {
                    while (next < end) {
                        for (WriteAheadLog.Entry entry : reader.next()) {
                            next = entry.offset() + 1;
                            LogRecord record = RecordCodec.decode(entry.record());
                            if (record.header().trace().equals(trace)) {
                                traced.add(record);
                            }
                        }
                    }
                }
            }
            assertThat(traced).singleElement().isInstanceOf(LogRecord.Insert.class);
        }
    }
}
