package io.ocellus.acceptance.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.acceptance.apart.FrontDoor.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/** Gateway, services and workers each in a JVM of its own; each is killed alone while clients save, insert, upload and export. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = "ocellus.long", matches = "true", disabledReason = "runs with ./ocellus test --long")
class DeployablesApartTest {
    @Test
    void eachIsKilledAloneUnderLoadAndNothingAcknowledgedIsLostOrThereTwice() throws Exception {
        try (Deployment deployment = new Deployment()) {
            for (Deployable deployable : Deployable.values()) {
                deployment.start(deployable);
            }
            await(deployment, "the administrator's account", deployment::knowsItsAdmin);
            FrontDoor door = new FrontDoor(deployment.address(), deployment.adminPassword());
            healthy(deployment, door);
            Set<Long> processes = new HashSet<>(Set.of(ProcessHandle.current().pid()));
            for (Deployable deployable : Deployable.values()) {
                assertThat(processes.add(deployment.pid(deployable)))
                        .as("%s has a process of its own", deployable)
                        .isTrue();
            }

            long task = taskWithOnePicture(deployment, door);
            long job = first(door, "/api/jobs?task_id=" + task);
            long label = first(door, "/api/labels?task_id=" + task);
            Answer made = door.send(
                    "POST", "/v2/vectordb/collections/create", Map.of("collectionName", "apart", "dimension", 4));
            assertThat(made.json().path("code").asInt(-1)).as(made.body()).isZero();

            Load load = new Load(door, task, job, label, picture());
            load.start();
            moves(deployment, load, "before anything is killed");
            for (Deployable deployable : Deployable.values()) {
                deployment.kill(deployable);
                Thread.sleep(1_000);
                deployment.start(deployable);
                healthy(deployment, door);
                moves(deployment, load, "after " + deployable + " was killed");
            }
            load.stop();
            assertThat(load.wrong).isEmpty();

            everyShapeIsThereOnce(door, job, load);
            everyVectorIsThereOnce(door, load);
            everyUploadIsWhole(door, load);
            theLastShapeGetsItsVector(deployment, door, job);
        }
    }

    private static void everyShapeIsThereOnce(FrontDoor door, long job, Load load) throws InterruptedException {
        List<Integer> found = new ArrayList<>();
        for (JsonNode shape :
                door.get("/api/jobs/" + job + "/annotations").json().get("shapes")) {
            JsonNode points = shape.get("points");
            found.add(points.get(0).asInt() + Load.COLUMNS * points.get(1).asInt());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(load.saved);
    }

    private static void everyVectorIsThereOnce(FrontDoor door, Load load) throws InterruptedException {
        Answer answer = door.send(
                "POST",
                "/v2/vectordb/entities/query",
                Map.of(
                        "collectionName",
                        "apart",
                        "filter",
                        "id >= 0",
                        "outputFields",
                        List.of("id"),
                        "limit",
                        16_000,
                        "consistencyLevel",
                        "Strong"));
        List<Integer> found = new ArrayList<>();
        for (JsonNode row : answer.json().get("data")) {
            found.add(row.get("id").asInt());
        }
        assertThat(found).as(answer.body()).doesNotHaveDuplicates();
        assertThat(found).containsAll(load.inserted);
        assertThat(load.insertsTried).containsAll(found);
    }

    private static void everyUploadIsWhole(FrontDoor door, Load load) throws InterruptedException {
        for (long task : load.uploaded) {
            Answer meta = door.get("/api/tasks/" + task + "/data/meta");
            assertThat(meta.json().path("size").asInt()).as(meta.body()).isEqualTo(1);
        }
    }

    private static void theLastShapeGetsItsVector(Deployment deployment, FrontDoor door, long job)
            throws InterruptedException, IOException {
        JsonNode shapes = door.get("/api/jobs/" + job + "/annotations").json().get("shapes");
        long last = shapes.get(shapes.size() - 1).get("id").asLong();
        await(deployment, "neighbours of the last shape", () -> {
            Answer similar = door.get("/api/curation/similar?object=" + last + "&limit=5");
            return similar.status() == 200
                    && !similar.json().path("pending").asBoolean(true)
                    && !similar.json().path("results").isEmpty();
        });
    }

    private static long taskWithOnePicture(Deployment deployment, FrontDoor door)
            throws InterruptedException, IOException {
        Answer made =
                door.send("POST", "/api/tasks", Map.of("name", "apart", "labels", List.of(Map.of("name", "thing"))));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        long task = made.json().get("id").asLong();
        Answer accepted = door.upload(task, "first.png", picture());
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        await(
                deployment,
                "the first picture",
                () -> door.get("/api/tasks/" + task).json().path("size").asInt(0) == 1);
        return task;
    }

    private static long first(FrontDoor door, String list) throws InterruptedException {
        return door.get(list).json().get("results").get(0).get("id").asLong();
    }

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 320; x++) {
            for (int y = 0; y < 240; y++) {
                image.setRGB(x, y, (x / 2 << 16) | (y << 8));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static void healthy(Deployment deployment, FrontDoor door) throws InterruptedException, IOException {
        await(
                deployment,
                "health",
                () -> door.get("/api/server/health/?format=json").status() == 200);
    }

    private static void moves(Deployment deployment, Load load, String when) throws InterruptedException, IOException {
        List<Integer> before = load.progress();
        await(deployment, "every client gets on " + when + ", from " + before, () -> {
            List<Integer> now = load.progress();
            boolean all = true;
            for (int i = 0; i < now.size(); i++) {
                all &= now.get(i) > before.get(i);
            }
            return all || !load.wrong.isEmpty();
        });
        assertThat(load.wrong).as(when).isEmpty();
    }

    private interface Condition {
        boolean holds() throws InterruptedException, IOException;
    }

    private static void await(Deployment deployment, String what, Condition condition)
            throws InterruptedException, IOException {
        long end = System.nanoTime() + Duration.ofSeconds(150).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within 150 s\n" + lastWords(deployment));
            }
            Thread.sleep(200);
        }
    }

    /** The end of what each process said, and whether it still runs. */
    private static String lastWords(Deployment deployment) throws IOException {
        StringBuilder words = new StringBuilder();
        for (Deployable deployable : Deployable.values()) {
            List<String> lines = Files.exists(deployment.log(deployable))
                    ? Files.readAllLines(deployment.log(deployable))
                    : List.of();
            words.append(deployable).append(" " + deployment.state(deployable) + "\n");
            lines.subList(Math.max(0, lines.size() - 12), lines.size())
                    .forEach(line -> words.append("  ").append(line).append('\n'));
        }
        return words.toString();
    }
}
