package io.ocellus.annotation.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.identity.RunningService;
import io.ocellus.annotation.identity.RunningService.Answer;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.store.AnnotationReader;
import io.ocellus.annotation.store.RevisionDeltas;
import io.ocellus.annotation.store.ShapeChange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a task holds goes with it into a project, under the project's labels. */
class MoveIntoProjectTest {
    private static final Map<String, Object> COLOUR = Map.of(
            "name",
            "colour",
            "mutable",
            false,
            "input_type",
            "select",
            "default_value",
            "red",
            "values",
            List.of("red", "blue"));
    private static final Map<String, Object> OPEN = Map.of(
            "name",
            "open",
            "mutable",
            true,
            "input_type",
            "checkbox",
            "default_value",
            "false",
            "values",
            List.of("false"));
    private static RunningService service;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        admin = service.basic("admin", service.adminPassword());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private record Made(long task, long job, JsonNode labels) {
        long label(int index) {
            return labels.get(index).get("id").asLong();
        }

        long attribute(int label, int index) {
            return labels.get(label).get("attributes").get(index).get("id").asLong();
        }
    }

    private static Map<String, Object> label(String name, Object... attributes) {
        return Map.of("name", name, "attributes", List.of(attributes));
    }

    private static Map<String, Object> skeleton() {
        return Map.of(
                "name",
                "body",
                "type",
                "skeleton",
                "sublabels",
                List.of(Map.of("name", "head", "type", "points"), Map.of("name", "tail", "type", "points")),
                "svg",
                "<circle r=\"1\" cx=\"1\" cy=\"1\" data-type=\"element node\" data-element-id=\"1\" data-node-id=\"1\""
                        + " data-label-name=\"head\"></circle><circle r=\"1\" cx=\"9\" cy=\"9\" data-type=\"element node\""
                        + " data-element-id=\"2\" data-node-id=\"2\" data-label-name=\"tail\"></circle>");
    }

    private static long project(Object... labels) throws Exception {
        Answer made = service.call("POST", "/api/projects", admin, Map.of("name", "p", "labels", List.of(labels)));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body().get("id").asLong();
    }

    private static JsonNode labels(String query) throws Exception {
        return service.call("GET", "/api/labels?page_size=100&sort=id&" + query, admin)
                .body()
                .get("results");
    }

    private static Made task(Object... labels) throws Exception {
        Answer made = service.call("POST", "/api/tasks", admin, Map.of("name", "t", "labels", List.of(labels)));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        long task = made.body().get("id").asLong();
        JdbcClient jdbc = service.bean(JdbcClient.class);
        long segment = jdbc.sql("INSERT INTO annotation.segment (task_id, start_frame, stop_frame) VALUES (?, 0, 9)"
                        + " RETURNING id")
                .param(task)
                .query(Long.class)
                .single();
        long job = jdbc.sql("INSERT INTO annotation.job (segment_id, task_id) VALUES (?, ?) RETURNING id")
                .params(segment, task)
                .query(Long.class)
                .single();
        return new Made(task, job, labels("task_id=" + task));
    }

    private static JsonNode annotations(long job) throws Exception {
        return service.call("GET", "/api/jobs/" + job + "/annotations", admin).body();
    }

    private static JsonNode save(long job, Map<String, Object> body) throws Exception {
        Answer saved = service.call("PUT", "/api/jobs/" + job + "/annotations", admin, body);
        assertThat(saved.status()).as(saved.body().toString()).isEqualTo(200);
        return annotations(job);
    }

    private static Map<String, Object> value(long spec, String value) {
        return Map.of("spec_id", spec, "value", value);
    }

    private static Map<String, Object> everything(Made made) {
        long car = made.label(0);
        JsonNode joints = made.labels().get(1).get("sublabels");
        List<Object> elements = List.of(
                Map.of(
                        "type",
                        "points",
                        "frame",
                        2,
                        "label_id",
                        joints.get(0).get("id").asLong(),
                        "points",
                        List.of(1, 1)),
                Map.of(
                        "type",
                        "points",
                        "frame",
                        2,
                        "label_id",
                        joints.get(1).get("id").asLong(),
                        "points",
                        List.of(9, 9)));
        Map<String, Object> box = Map.of(
                "type",
                "rectangle",
                "frame",
                1,
                "label_id",
                car,
                "points",
                List.of(1, 2, 3, 4),
                "attributes",
                List.of(value(made.attribute(0, 0), "blue"), value(made.attribute(0, 1), "true")));
        Map<String, Object> body = Map.of(
                "type", "skeleton", "frame", 2, "label_id", made.label(1), "points", List.of(), "elements", elements);
        Map<String, Object> track = Map.of(
                "frame",
                0,
                "label_id",
                car,
                "attributes",
                List.of(value(made.attribute(0, 0), "blue")),
                "shapes",
                List.of(Map.of(
                        "type",
                        "rectangle",
                        "frame",
                        0,
                        "points",
                        List.of(1, 2, 3, 4),
                        "attributes",
                        List.of(value(made.attribute(0, 1), "true")))));
        Map<String, Object> tag =
                Map.of("frame", 3, "label_id", car, "attributes", List.of(value(made.attribute(0, 0), "blue")));
        return Map.of("version", 0, "tags", List.of(tag), "shapes", List.of(box, body), "tracks", List.of(track));
    }

    @Test
    void annotationsKeepTheirIdsAndGetTheLabelsOfTheProjectInANewRevision() throws Exception {
        Made made = task(label("car", COLOUR, OPEN), skeleton());
        // Another order and more of them: only names count.
        long project = project(label("tree"), skeleton(), label("car", COLOUR, OPEN));
        JsonNode target = labels("project_id=" + project);
        JsonNode before = save(made.job(), everything(made));
        long version = before.get("version").asLong();

        Answer moved = service.call("PATCH", "/api/tasks/" + made.task(), admin, Map.of("project_id", project));
        assertThat(moved.status()).as(moved.body().toString()).isEqualTo(200);
        assertThat(moved.body().get("project_id").asLong()).isEqualTo(project);
        assertThat(labels("task_id=" + made.task()).size()).isEqualTo(3);

        JsonNode after = annotations(made.job());
        assertThat(after.get("version").asLong()).isEqualTo(version + 1);
        JsonNode car = target.get(2);
        long colour = car.get("attributes").get(0).get("id").asLong();
        long open = car.get("attributes").get(1).get("id").asLong();
        String expected = before.toString()
                .replace("\"version\":" + version, "\"version\":" + (version + 1))
                .replace("\"label_id\":" + made.label(0) + ",", "\"label_id\":" + car.get("id") + ",")
                .replace(
                        "\"label_id\":" + made.label(1) + ",",
                        "\"label_id\":" + target.get(1).get("id") + ",")
                .replace("\"spec_id\":" + made.attribute(0, 0) + ",", "\"spec_id\":" + colour + ",")
                .replace("\"spec_id\":" + made.attribute(0, 1) + ",", "\"spec_id\":" + open + ",");
        for (int joint = 0; joint < 2; joint++) {
            expected = expected.replace(
                    "\"label_id\":"
                            + made.labels().get(1).get("sublabels").get(joint).get("id") + ",",
                    "\"label_id\":" + target.get(1).get("sublabels").get(joint).get("id") + ",");
        }
        assertThat(after.toString()).isEqualTo(expected);

        assertThat(service.bean(RevisionDeltas.class).shapes(made.job(), version + 1))
                .as("who follows revisions is told")
                .hasSize(2)
                .allMatch(change -> change instanceof ShapeChange.Changed changed && !changed.moved());
        assertThat(service.bean(AnnotationReader.class)
                        .openAt(made.job(), version)
                        .shapes())
                .extracting(Shape::labelId)
                .as("what was before is told in labels that exist")
                .containsExactly(car.get("id").asLong(), target.get(1).get("id").asLong());
        JsonNode inOrder = JsonMapper.shared().createArrayNode().add(car).add(target.get(1));
        JsonNode again = save(made.job(), everything(new Made(made.task(), made.job(), inOrder)));
        assertThat(again.get("shapes").size()).isEqualTo(2);
    }

    @Test
    void labelsGoByTheNameThatTheRequestGivesThem() throws Exception {
        Made made = task(label("auto"));
        long project = project(label("car"));
        save(
                made.job(),
                Map.of(
                        "version",
                        0,
                        "tags",
                        List.of(Map.of("frame", 3, "label_id", made.label(0))),
                        "shapes",
                        List.of(),
                        "tracks",
                        List.of()));
        Map<String, Object> renamed =
                Map.of("project_id", project, "labels", List.of(Map.of("id", made.label(0), "name", "car")));
        Answer moved = service.call("PATCH", "/api/tasks/" + made.task(), admin, renamed);
        assertThat(moved.status()).as(moved.body().toString()).isEqualTo(200);
        assertThat(annotations(made.job()).get("tags").get(0).get("label_id"))
                .isEqualTo(labels("project_id=" + project).get(0).get("id"));
    }

    @Test
    void whatHasNoCounterpartIsRefusedAndNothingChanges() throws Exception {
        Made made = task(label("car", COLOUR, OPEN), skeleton());
        JsonNode before = save(made.job(), everything(made));
        Map<String, Object> otherValues = new java.util.HashMap<>(COLOUR);
        otherValues.put("values", List.of("red", "green"));
        for (long project : List.of(
                project(label("bus"), skeleton()),
                project(label("car", COLOUR, OPEN), label("body")),
                project(label("car", COLOUR), skeleton()),
                project(label("car", otherValues, OPEN), skeleton()))) {
            Answer refused = service.call("PATCH", "/api/tasks/" + made.task(), admin, Map.of("project_id", project));
            assertThat(refused.status()).as(refused.body().toString()).isEqualTo(400);
            assertThat(refused.body().toString())
                    .containsAnyOf(
                            "All task or project label names must be mapped to the target project",
                            "Target project does not have \\\"car\\\" label with \\\"open\\\" attribute",
                            "Target project does not have \\\"car\\\" label with \\\"colour\\\" attribute");
        }
        assertThat(annotations(made.job())).isEqualTo(before);
        assertThat(service.call("GET", "/api/tasks/" + made.task(), admin)
                        .body()
                        .get("project_id")
                        .isNull())
                .isTrue();
    }
}
