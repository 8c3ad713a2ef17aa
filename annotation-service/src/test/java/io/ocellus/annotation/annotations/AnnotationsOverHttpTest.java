package io.ocellus.annotation.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.identity.RunningService;
import io.ocellus.annotation.identity.RunningService.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

class AnnotationsOverHttpTest {
    private static RunningService service;
    private static String admin;
    private static long task;
    private static long job;
    private static long label;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        admin = service.basic("admin", service.adminPassword());
        Answer made = service.call(
                "POST",
                "/api/tasks",
                admin,
                Map.of("name", "t", "labels", List.of(Map.of("name", "car", "attributes", List.of()))));
        assertThat(made.status()).isEqualTo(201);
        task = made.body().get("id").asLong();
        JdbcClient jdbc = service.bean(JdbcClient.class);
        long segment = jdbc.sql(
                        "INSERT INTO annotation.segment (task_id, start_frame, stop_frame) VALUES (?, 0, 9) RETURNING id")
                .param(task)
                .query(Long.class)
                .single();
        job = jdbc.sql("INSERT INTO annotation.job (segment_id, task_id) VALUES (?, ?) RETURNING id")
                .param(segment)
                .param(task)
                .query(Long.class)
                .single();
        label = jdbc.sql("SELECT id FROM annotation.label WHERE task_id = ?")
                .param(task)
                .query(Long.class)
                .single();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Map<String, Object> box(int frame, Object... points) {
        return Map.of("frame", frame, "label_id", label, "type", "rectangle", "points", List.of(points));
    }

    private static Map<String, Object> body(Object... shapes) {
        return Map.of("version", 0, "tags", List.of(), "tracks", List.of(), "shapes", List.of(shapes));
    }

    private static String at() {
        return "/api/jobs/" + job + "/annotations";
    }

    private static HttpResponse<String> raw(String path, String body) throws Exception {
        String port = service.bean(Environment.class).getProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer " + admin)
                                .header("Content-Type", "application/json")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aSaveIsAnsweredWithIdsAndReadAgain() throws Exception {
        service.call("DELETE", at(), admin);
        Answer made =
                service.call("PATCH", at() + "?action=create", admin, body(box(1, 1, 2.5, 3, 4), box(0, 5, 6, 7, 8)));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(200);
        assertThat(made.body().get("shapes").get(0).get("frame").asInt()).isEqualTo(1);
        String tag = made.raw().headers().firstValue("ETag").orElseThrow();
        assertThat(tag).isEqualTo("\"" + made.body().get("version").asLong() + "\"");
        Answer read = service.call("GET", "/api/tasks/" + task + "/annotations/", admin);
        assertThat(read.body().get("shapes")).hasSize(2);
        assertThat(read.body().get("shapes").get(0).propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "frame",
                        "label_id",
                        "group",
                        "source",
                        "type",
                        "occluded",
                        "outside",
                        "z_order",
                        "rotation",
                        "points",
                        "attributes",
                        "elements");
        assertThat(service.call("PUT", at(), admin, body(), "If-Match", "\"0\"").status())
                .isEqualTo(412);
        assertThat(service.call("PUT", at(), admin, body(), "If-Match", tag).status())
                .isEqualTo(200);
        assertThat(service.call("GET", at(), admin).body().get("shapes")).isEmpty();
        Answer once =
                service.call("PATCH", at() + "?action=create", admin, body(box(1, 1, 2, 3, 4)), "Idempotency-Key", "a");
        Answer twice =
                service.call("PATCH", at() + "?action=create", admin, body(box(1, 1, 2, 3, 4)), "Idempotency-Key", "a");
        assertThat(twice.body()).isEqualTo(once.body());
        assertThat(service.call("GET", at(), admin).body().get("shapes")).hasSize(1);
    }

    @Test
    void whatIsWrongIsRefusedWithoutATrace() throws Exception {
        long before = service.call("GET", at(), admin).body().get("version").asLong();
        String shape =
                "{\"version\":0,\"shapes\":[{\"frame\":%s,\"label_id\":" + label + ",\"type\":\"%s\",\"points\":%s}]}";
        for (String bad : List.of(
                shape.formatted("0", "rectangle", "[NaN,1,2,2]"),
                shape.formatted("0", "rectangle", "[1e999,1,2,2]"),
                shape.formatted("0", "rectangle", "[1,2,3]"),
                shape.formatted("0", "rectangle", "[1,2,3,\"4\"]"),
                shape.formatted("0", "blob", "[1,2,3,4]"),
                shape.formatted("\"first\"", "rectangle", "[1,2,3,4]"),
                shape.formatted("99", "rectangle", "[1,2,3,4]"),
                shape.formatted("1e30", "rectangle", "[1,2,3,4]"),
                "{\"shapes\": [",
                "[".repeat(100_000),
                "{\"x\":" + "[".repeat(100_000),
                "{\"shapes\":[]} x",
                "",
                "null")) {
            HttpResponse<String> answer = raw(at() + "?action=create", bad);
            assertThat(answer.statusCode())
                    .as(bad.substring(0, Math.min(90, bad.length())) + answer.body())
                    .isEqualTo(400);
            assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at io.");
        }
        assertThat(raw(at() + "?action=shake", "{}").statusCode()).isEqualTo(400);
        assertThat(service.call("GET", "/api/jobs/987654321/annotations", admin).status())
                .isEqualTo(404);
        assertThat(service.call("GET", at(), admin).body().get("version").asLong())
                .isEqualTo(before);
    }

    @Test
    void aRefusalSaysWhatIsWrong() throws Exception {
        String shape = "{\"shapes\":[{\"frame\":%s,\"label_id\":%s,\"type\":\"rectangle\",\"points\":[1,2,3,4]}]}";
        String track = "{\"tracks\":[{\"frame\":0,\"label_id\":" + label + "%s}]}";
        Map<String, String> reasons = Map.of(
                shape.formatted("-1", label),
                "frame: Ensure this value is greater than or equal to 0.",
                shape.formatted("0", "-1"),
                "label_id: Ensure this value is greater than or equal to 0.",
                track.formatted(""),
                "shapes: This field is required.",
                track.formatted(",\"shapes\":[]"),
                "tracks[0]: shapes: This list may not be empty.",
                "{\"shapes\": [",
                "JSON parse error - the text ends before its value does",
                "{\"shapes\": [}",
                "JSON parse error - no valid JSON: line 1 column 13");
        for (Map.Entry<String, String> bad : reasons.entrySet()) {
            HttpResponse<String> answer = raw(at() + "?action=create", bad.getKey());
            assertThat(answer.statusCode()).as(bad.getKey()).isEqualTo(400);
            assertThat(answer.body())
                    .as(bad.getKey())
                    .contains(bad.getValue())
                    .doesNotContain("REDACTED")
                    .doesNotContain("StreamRead");
        }
    }

    @Test
    void strangersAreRefused() throws Exception {
        assertThat(service.call("GET", at(), "").status()).isEqualTo(401);
        service.call(
                "POST",
                "/api/auth/register",
                "",
                Map.of(
                        "username",
                        "mallory",
                        "email",
                        "m@example.com",
                        "first_name",
                        "M",
                        "last_name",
                        "M",
                        "password1",
                        "Str0ng-pass-9",
                        "password2",
                        "Str0ng-pass-9"));
        String stranger = service.basic("mallory", "Str0ng-pass-9");
        for (String path : List.of(at(), "/api/tasks/" + task + "/annotations")) {
            assertThat(service.call("GET", path, stranger).status()).isEqualTo(403);
            assertThat(service.call("PUT", path, stranger, body()).status()).isEqualTo(403);
            assertThat(service.call("PATCH", path + "?action=create", stranger, body())
                            .status())
                    .isEqualTo(403);
            assertThat(service.call("DELETE", path, stranger).status()).isEqualTo(403);
        }
    }
}
