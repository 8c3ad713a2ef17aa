package io.ocellus.acceptance.apart;

import io.ocellus.acceptance.apart.FrontDoor.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** What one test's clients work on: a task with one picture and one job, and a collection of vectors. */
record Workplace(long task, long job, long label, String collection) {
    static final byte[] PICTURE = picture();

    static Workplace make(FrontDoor door, Patience patience, String name) throws InterruptedException, IOException {
        Answer made = door.send("POST", "/api/tasks", Map.of("name", name, "labels", List.of(Map.of("name", "thing"))));
        made.require(201);
        long task = made.json().get("id").asLong();
        door.upload(task, "first.png", PICTURE).require(202);
        patience.await(
                "the first picture",
                () -> door.get("/api/tasks/" + task).json().path("size").asInt(0) == 1);
        Answer collection =
                door.send("POST", "/v2/vectordb/collections/create", Map.of("collectionName", name, "dimension", 4));
        if (collection.json().path("code").asInt(-1) != 0) {
            throw new AssertionError(collection.body());
        }
        return new Workplace(
                task, first(door, "/api/jobs?task_id=" + task), first(door, "/api/labels?task_id=" + task), name);
    }

    private static long first(FrontDoor door, String list) throws InterruptedException {
        return door.get(list).json().get("results").get(0).get("id").asLong();
    }

    private static byte[] picture() {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 320; x++) {
            for (int y = 0; y < 240; y++) {
                image.setRGB(x, y, (x / 2 << 16) | (y << 8));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
