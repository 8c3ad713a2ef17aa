package io.ocellus.annotation.projects;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.identity.RunningService;
import io.ocellus.annotation.identity.RunningService.Answer;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.store.AnnotationWriter;
import io.ocellus.annotation.store.PostgresAnnotationWriter;
import io.ocellus.annotation.store.SpoolSpace;
import io.ocellus.annotation.tasks.MediaSweeper;
import io.ocellus.embedded.TestServers;
import io.ocellus.objectstorage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Projects, tasks, jobs and labels over HTTP on a real database. */
class ProjectsAndTasksTest {
    private static final String PASSWORD = "Str0ng-pass-9";
    private static RunningService service;
    private static String admin;

    @Configuration(proxyBeanMethods = false)
    static class Annotations {
        @Bean
        @ConditionalOnMissingBean
        AnnotationWriter testAnnotationWriter(DataSource database, PlatformTransactionManager transactions) {
            return new PostgresAnnotationWriter(
                    database,
                    transactions,
                    new SpoolSpace(TestServers.folder().resolve("spool"), 64L << 20, 16L << 20, 1L << 20),
                    Optional::empty,
                    () -> {});
        }
    }

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start(Annotations.class);
        admin = service.basic("admin", service.adminPassword());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String user(String name) throws Exception {
        service.call(
                "POST",
                "/api/auth/register",
                "",
                Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "first_name",
                        "Eve",
                        "last_name",
                        "Check",
                        "password1",
                        PASSWORD,
                        "password2",
                        PASSWORD));
        return service.basic(name, PASSWORD);
    }

    private static Answer post(String path, Object body) throws Exception {
        return service.call("POST", path, admin, body);
    }

    private static long task(String name) throws Exception {
        Answer made = post("/api/tasks", Map.of("name", name, "labels", List.of(Map.of("name", "car"))));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body().get("id").asLong();
    }

    private static long notes(long data) {
        return service.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM annotation.discarded_object WHERE object_key = ?")
                .param("data/" + data + "/a.jpg")
                .query(Long.class)
                .single();
    }

    private static long annotated(String name, int frames, int size, int overlap) throws Exception {
        long id = post("/api/tasks", Map.of("name", name, "segment_size", size, "overlap", overlap))
                .body()
                .get("id")
                .asLong();
        long data = service.bean(JdbcClient.class)
                .sql("INSERT INTO annotation.data (size, chunk_size) VALUES (?, 36) RETURNING id")
                .param(frames)
                .query(Long.class)
                .single();
        service.bean(JdbcClient.class)
                .sql(
                        "INSERT INTO annotation.frame (data_id, number, name, width, height, object_key, byte_offset, byte_length,"
                                + " compression, media_type) VALUES (?, 0, 'a.jpg', 1, 1, ?, 0, 1, 0, 'image/jpeg')")
                .params(data, "data/" + data + "/a.jpg")
                .update();
        service.bean(TaskStore.class).attachData(id, data, "annotation", frames);
        return id;
    }

    @Test
    void aProjectComesBackAsItWasMade() throws Exception {
        Answer made = post(
                "/api/projects",
                Map.of(
                        "name",
                        "streets",
                        "labels",
                        List.of(
                                Map.of(
                                        "name",
                                        "car",
                                        "attributes",
                                        List.of(Map.of(
                                                "name",
                                                "checked",
                                                "mutable",
                                                true,
                                                "input_type",
                                                "checkbox",
                                                "default_value",
                                                "false",
                                                "values",
                                                List.of("false")))),
                                Map.of("name", "bus"))));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        long id = made.body().get("id").asLong();
        assertThat(made.body().get("owner").get("username").asString()).isEqualTo("admin");
        assertThat(made.body().get("assignee").isNull()).isTrue();
        assertThat(made.body().get("url").asString()).endsWith("/api/projects/" + id);
        assertThat(made.body().get("created_date").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?Z");
        Answer labels = service.call("GET", "/api/labels?project_id=" + id, admin);
        assertThat(labels.body().get("count").asInt()).isEqualTo(2);
        assertThat(labels.body().get("results").get(0).get("color"))
                .isNotEqualTo(labels.body().get("results").get(1).get("color"));
        assertThat(labels.body()
                        .get("results")
                        .get(0)
                        .get("attributes")
                        .get(0)
                        .get("values")
                        .get(0)
                        .asString())
                .isEqualTo("false");
        assertThat(service.call("GET", "/api/projects/" + id + "/", admin).body())
                .isEqualTo(made.body());
        assertThat(service.call("GET", "/api/projects?search=streets&page_size=1", admin)
                        .body()
                        .get("results")
                        .get(0))
                .isEqualTo(made.body());
    }

    @Test
    void jobsFollowTheSegments() throws Exception {
        long id = annotated("split", 60, 25, 4);
        Answer jobs = service.call("GET", "/api/jobs?task_id=" + id + "&sort=id", admin);
        assertThat(jobs.body()
                        .get("results")
                        .valueStream()
                        .map(job -> job.get("start_frame").asInt() + "-"
                                + job.get("stop_frame").asInt()))
                .containsExactly("0-24", "21-45", "42-59");
        Answer task = service.call("GET", "/api/tasks/" + id, admin);
        assertThat(task.body().get("size").asInt()).isEqualTo(60);
        assertThat(task.body().get("jobs").get("count").asInt()).isEqualTo(3);
        assertThat(task.body().get("data_chunk_size").asInt()).isEqualTo(36);
    }

    @Test
    void aTaskWithoutMediaLacksTheFieldsOfMedia() throws Exception {
        Answer task = service.call("GET", "/api/tasks/" + task("empty"), admin);
        assertThat(task.body().has("size")).isFalse();
        assertThat(task.body().has("media")).isFalse();
        assertThat(task.body().get("guide_id").isNull()).isTrue();
    }

    @Test
    void stageAndStateOfJobsMakeTheStatusOfTheTask() throws Exception {
        long id = annotated("progress", 10, 5, 0);
        List<Long> jobs = service.call("GET", "/api/jobs?task_id=" + id, admin)
                .body()
                .get("results")
                .valueStream()
                .map(job -> job.get("id").asLong())
                .toList();
        for (long job : jobs) {
            Answer patched = service.call(
                    "PATCH", "/api/jobs/" + job, admin, Map.of("stage", "acceptance", "state", "completed"));
            assertThat(patched.status()).as(patched.body().toString()).isEqualTo(200);
            assertThat(patched.body().get("status").asString()).isEqualTo("completed");
        }
        Answer task = service.call("GET", "/api/tasks/" + id, admin);
        assertThat(task.body().get("status").asString()).isEqualTo("completed");
        assertThat(task.body().get("jobs").get("completed").asInt()).isEqualTo(2);
        assertThat(service.call("PATCH", "/api/jobs/" + jobs.getFirst(), admin, Map.of("stage", "validation"))
                        .body()
                        .get("state")
                        .asString())
                .isEqualTo("new");
        assertThat(service.call("GET", "/api/tasks/" + id, admin)
                        .body()
                        .get("status")
                        .asString())
                .isEqualTo("validation");
        assertThat(service.call("PATCH", "/api/jobs/" + jobs.getFirst(), admin, Map.of("stage", "party"))
                        .status())
                .isEqualTo(400);
        assertThat(service.call("DELETE", "/api/jobs/" + jobs.getFirst(), admin).status())
                .isEqualTo(400);
    }

    @Test
    void labelsAreAddedChangedAndDeletedThroughTheTask() throws Exception {
        long id = task("labels");
        long car = service.call("GET", "/api/labels?task_id=" + id, admin)
                .body()
                .get("results")
                .get(0)
                .get("id")
                .asLong();
        Answer patched = service.call(
                "PATCH",
                "/api/tasks/" + id,
                admin,
                Map.of("labels", List.of(Map.of("id", car, "name", "vehicle"), Map.of("name", "bus"))));
        assertThat(patched.status()).as(patched.body().toString()).isEqualTo(200);
        Answer labels = service.call("GET", "/api/labels?task_id=" + id, admin);
        assertThat(labels.body()
                        .get("results")
                        .valueStream()
                        .map(label -> label.get("name").asString()))
                .containsExactly("vehicle", "bus");
        assertThat(service.call("PATCH", "/api/tasks/" + id, admin, Map.of("labels", List.of(Map.of("name", "bus"))))
                        .status())
                .isEqualTo(400);
        assertThat(service.call(
                                "PATCH",
                                "/api/tasks/" + id,
                                admin,
                                Map.of("labels", List.of(Map.of("id", car, "deleted", true))))
                        .status())
                .isEqualTo(200);
        assertThat(service.call("GET", "/api/labels/" + car, admin).status()).isEqualTo(404);
        long bus = service.call("GET", "/api/labels?task_id=" + id, admin)
                .body()
                .get("results")
                .get(0)
                .get("id")
                .asLong();
        Answer one = service.call("PATCH", "/api/labels/" + bus, admin, Map.of("color", "#102030"));
        assertThat(one.body().get("color").asString()).isEqualTo("#102030");
        assertThat(one.body().get("task_id").asLong()).isEqualTo(id);
        assertThat(service.call("DELETE", "/api/labels/" + bus, admin).status()).isEqualTo(204);
    }

    @Test
    void aSkeletonsDrawingNamesItsSublabelsById() throws Exception {
        Answer made = post(
                "/api/tasks",
                Map.of(
                        "name",
                        "bones",
                        "labels",
                        List.of(Map.of(
                                "name",
                                "body",
                                "type",
                                "skeleton",
                                "svg",
                                "<circle data-label-name=\"head\"></circle>",
                                "sublabels",
                                List.of(Map.of("name", "head", "type", "points"))))));
        Answer labels = service.call(
                "GET", "/api/labels?task_id=" + made.body().get("id").asLong(), admin);
        assertThat(labels.body().get("count").asInt()).isEqualTo(1);
        long head = labels.body()
                .get("results")
                .get(0)
                .get("sublabels")
                .get(0)
                .get("id")
                .asLong();
        assertThat(labels.body().get("results").get(0).get("svg").asString())
                .isEqualTo("<circle data-label-id=\"" + head + "\"></circle>");
        assertThat(service.call("PATCH", "/api/labels/" + head, admin, Map.of("name", "x"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void deletingAProjectTakesItsTasksAlongAndNotesTheirMedia() throws Exception {
        long project = post("/api/projects", Map.of("name", "gone", "labels", List.of(Map.of("name", "a"))))
                .body()
                .get("id")
                .asLong();
        long task = annotated("gone too", 4, 0, 0);
        Answer moved = service.call("PATCH", "/api/tasks/" + task, admin, Map.of("project_id", project));
        assertThat(moved.status()).as(moved.body().toString()).isEqualTo(200);
        assertThat(moved.body().get("project_id").asLong()).isEqualTo(project);
        long data = moved.body().get("data").asLong();
        assertThat(service.call("DELETE", "/api/projects/" + project, admin).status())
                .isEqualTo(204);
        assertThat(service.call("GET", "/api/tasks/" + task, admin).status()).isEqualTo(404);
        assertThat(notes(data)).isOne();
        ObjectStore objects = service.bean(ObjectStore.class);
        objects.put("data/" + data + "/a.jpg", new byte[] {1}, "image/jpeg");
        service.bean(MediaSweeper.class).sweep();
        assertThat(notes(data)).isZero();
        assertThat(objects.stat("data/" + data + "/a.jpg")).isEmpty();
    }

    @Test
    void aStrangerSeesAndChangesNothingOfOthers() throws Exception {
        long id = task("private");
        String eve = user("stranger");
        assertThat(service.call("GET", "/api/tasks/" + id, eve).status()).isEqualTo(403);
        assertThat(service.call("PATCH", "/api/tasks/" + id, eve, Map.of("name", "mine"))
                        .status())
                .isEqualTo(403);
        assertThat(service.call("DELETE", "/api/tasks/" + id, eve).status()).isEqualTo(403);
        assertThat(service.call("GET", "/api/labels?task_id=" + id, eve).status())
                .isEqualTo(403);
        assertThat(service.call("GET", "/api/tasks", eve).body().get("count").asInt())
                .isZero();
        assertThat(service.call("GET", "/api/jobs", eve).body().get("count").asInt())
                .isZero();
        assertThat(service.call("GET", "/api/labels", eve).body().get("count").asInt())
                .isZero();
        assertThat(service.call("GET", "/api/tasks", "").status()).isEqualTo(401);
        assertThat(service.call("GET", "/api/tasks?org=nowhere", admin).status())
                .isEqualTo(404);
    }

    @Test
    void wrongCallsAreRefusedInCvatsForm() throws Exception {
        Map<String, Integer> calls = Map.ofEntries(
                Map.entry("/api/tasks/99999999999999999999999", 404),
                Map.entry("/api/tasks/x", 404),
                Map.entry("/api/tasks/987654321", 404),
                Map.entry("/api/jobs/987654321", 404),
                Map.entry("/api/nothing", 404),
                Map.entry("/api/tasks?page=x", 404),
                Map.entry("/api/tasks?page=99999999", 404),
                Map.entry("/api/tasks?filter=%7B%22x%22", 400),
                Map.entry("/api/tasks?filter=%7B%22x%22%3A1%7D", 400),
                Map.entry("/api/tasks?project_id=x", 400),
                Map.entry("/api/labels?task_id=1&job_id=2", 400),
                Map.entry("/api/issues", 501),
                Map.entry("/api/cloudstorages", 501),
                Map.entry("/api/user-agreements", 404));
        for (Map.Entry<String, Integer> call : calls.entrySet()) {
            Answer answer = service.call("GET", call.getKey(), admin);
            assertThat(answer.status()).as(call.getKey() + " " + answer.body()).isEqualTo(call.getValue());
            assertThat(answer.body().toString()).doesNotContain("Exception");
        }
        assertThat(service.call("PUT", "/api/tasks", admin).status()).isEqualTo(405);
        assertThat(post("/api/tasks", Map.of()).body().get("name").get(0).asString())
                .isEqualTo("This field is required.");
        assertThat(post("/api/tasks", Map.of("name", "x".repeat(257))).status()).isEqualTo(400);
        assertThat(post("/api/tasks", List.of(1)).status()).isEqualTo(400);
        assertThat(post("/api/tasks", Map.of("name", "x", "project_id", 987654321))
                        .status())
                .isEqualTo(400);
        assertThat(post("/api/tasks", Map.of("name", "x", "assignee_id", 987654321))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theServerTellsWhatItIs() throws Exception {
        Answer about = service.call("GET", "/api/server/about", "");
        assertThat(about.body().get("version").asString()).isEqualTo("2.54.1");
        Answer health = service.call("GET", "/api/server/health/?format=json&org=", "");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body().get("PostgreSQL").asString()).isEqualTo("working");
        assertThat(service.call("GET", "/api/server/plugins", admin)
                        .body()
                        .get("MODELS")
                        .asBoolean(true))
                .isFalse();
        assertThat(service.call("GET", "/api/lambda/functions", admin).body().isEmpty())
                .isTrue();
    }

    @Test
    void filtersOfListsRunOnTheDatabase() throws Exception {
        long project = post("/api/projects", Map.of("name", "filtered"))
                .body()
                .get("id")
                .asLong();
        for (String name : List.of("f-alpha", "f-beta", "f-gamma")) {
            post(
                    "/api/tasks",
                    Map.of("name", name, "project_id", project, "subset", name.equals("f-beta") ? "Test" : "Train"));
        }
        String filter = "{\"and\":[{\"==\":[{\"var\":\"project_id\"},\"" + project
                + "\"]},{\"!\":{\"==\":[{\"var\":\"subset\"},\"Test\"]}},{\"in\":[\"f-\",{\"var\":\"name\"}]},"
                + "{\"<=\":[\"2020-01-01\",{\"var\":\"updated_date\"},\"2100-01-01T00:00:00.000Z\"]}]}";
        Answer answer = service.call(
                "GET",
                "/api/tasks?sort=-name&page_size=1&filter="
                        + java.net.URLEncoder.encode(filter, java.nio.charset.StandardCharsets.UTF_8),
                admin);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().get("count").asInt()).isEqualTo(2);
        assertThat(answer.body().get("results").get(0).get("name").asString()).isEqualTo("f-gamma");
        assertThat(answer.body().get("next").asString()).contains("page=2");
        assertThat(service.call("GET", "/api/projects/" + project, admin)
                        .body()
                        .get("task_subsets")
                        .size())
                .isEqualTo(2);
        assertThat(service.call("GET", "/api/tasks?owner=admin&project_name=filtered&search=beta", admin)
                        .body()
                        .get("count")
                        .asInt())
                .isOne();
    }
}
