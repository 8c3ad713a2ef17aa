package io.ocellus.acceptance.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.acceptance.apart.FrontDoor.Answer;
import io.ocellus.embedded.TestServers;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A job of a million shapes through the front door, with 256 MiB of heap for each process and a temporary folder of 64 MiB. Its short forms,
 * of 200,000 shapes, are the tests of the same name in annotation-store and {@code LargeDatasetTest} in annotation-formats.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = "ocellus.long", matches = "true", disabledReason = "runs with ./ocellus test --long")
class ManyShapesTest {
    private static final int FRAMES = 1_000;
    private static final int PART = 100_000;
    private static final int SHAPES = Integer.getInteger("ocellus.many.shapes", 1_000_000);
    private static final long TEMPORARY = 64L << 20;
    private static final List<Deployable> NEEDED = List.of(
            Deployable.ANNOTATION_SERVICE, Deployable.GATEWAY, Deployable.IMPORT_WORKER, Deployable.EXPORT_WORKER);
    private static final JsonFactory JSON = new JsonFactory();

    @Test
    void aMillionShapesAreSavedReadAndExportedWithLittleMemoryAndTemporarySpace() throws Exception {
        Path folder = TestServers.folder().resolve(TestServers.uniqueName("temporary"));
        try (SmallFolder temporary = new SmallFolder(folder, TEMPORARY);
                Deployment deployment = new Deployment(
                        Files.createDirectories(folder.resolveSibling("many")), Optional.of(temporary))) {
            for (Deployable deployable : NEEDED) {
                deployment.start(deployable);
                temporary.watch(deployment.pid(deployable));
            }
            until("the administrator's account", deployment::knowsItsAdmin);
            FrontDoor door = new FrontDoor(deployment.address(), deployment::adminPassword, Duration.ofMinutes(5));
            until("the services", () -> door.get("/api/users/self").status() == 200);
            long task = task(door);
            long job = first(door, "/api/jobs?task_id=" + task);
            long label = first(door, "/api/labels?task_id=" + task);

            for (int begin = 0; begin < SHAPES; begin += PART) {
                Answer saved =
                        door.sendRaw("PATCH", "/api/jobs/" + job + "/annotations?action=create", part(begin, label));
                assertThat(saved.status()).as(head(saved)).isEqualTo(200);
            }
            say(deployment, "saved");
            try (InputStream body = door.stream("/api/jobs/" + job + "/annotations")) {
                assertThat(items(body, "shapes")).isEqualTo(SHAPES);
            }
            try (InputStream body = door.stream("/api/tasks/" + task + "/annotations")) {
                assertThat(items(body, "shapes")).isEqualTo(SHAPES);
            }
            say(deployment, "read");
            for (String format : List.of("COCO 1.0", "CVAT for images 1.1", "PASCAL VOC 1.1", "YOLO 1.1")) {
                exported(door, task, format);
                say(deployment, "exported as " + format);
            }
            System.out.printf(
                    "temporary folder: at most %.1f MiB (%s)%n",
                    temporary.most() / 1048576.0, temporary.enforced() ? "enforced" : "watched");
            assertThat(temporary.most()).isLessThanOrEqualTo(TEMPORARY);
        }
    }

    private static void exported(FrontDoor door, long task, String format) throws Exception {
        String query = "?save_images=false&format=" + URLEncoder.encode(format, StandardCharsets.UTF_8);
        Answer accepted = door.send("POST", "/api/tasks/" + task + "/dataset/export" + query, Map.of());
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String request = "/api/requests/"
                + URLEncoder.encode(accepted.json().get("rq_id").asString(), StandardCharsets.UTF_8);
        until(format, () -> {
            Answer state = door.get(request);
            assertThat(state.json().path("status").asString()).as(state.body()).isNotEqualTo("failed");
            return state.json().path("status").asString().equals("finished");
        });
        String result = door.get(request).json().get("result_url").asString();
        try (ZipInputStream archive = new ZipInputStream(door.stream(result))) {
            assertThat(objects(archive, format)).as(format).isEqualTo(SHAPES);
        }
    }

    /** Shapes in an archive, counted by what stands once for each. */
    private static long objects(ZipInputStream archive, String format) throws IOException {
        long found = 0;
        for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            String name = entry.getName();
            found += switch (format) {
                case "COCO 1.0" -> name.endsWith(".json") ? items(archive, "annotations") : 0;
                case "CVAT for images 1.1" -> name.endsWith(".xml") ? occurrences(archive, "<box ") : 0;
                case "PASCAL VOC 1.1" -> name.endsWith(".xml") ? occurrences(archive, "<object>") : 0;
                default -> name.contains("obj_train_data/") ? occurrences(archive, "\n") : 0;
            };
        }
        return found;
    }

    /** Items of a list in the object of a stream, read to its end. */
    private static long items(InputStream body, String list) throws IOException {
        long items = 0;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), new Unclosed(body))) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = parser.currentName().equals(list);
                parser.nextToken();
                while (wanted && parser.nextToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                    items++;
                }
                parser.skipChildren();
            }
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
        }
        return items;
    }

    private static long occurrences(InputStream in, String word) throws IOException {
        long found = 0;
        int at = 0;
        byte[] bytes = new byte[1 << 16];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            for (int i = 0; i < count; i++) {
                at = bytes[i] == word.charAt(at) ? at + 1 : bytes[i] == word.charAt(0) ? 1 : 0;
                if (at == word.length()) {
                    found++;
                    at = 0;
                }
            }
        }
        return found;
    }

    private static byte[] part(int begin, long label) {
        StringBuilder body =
                new StringBuilder(PART * 130).append("{\"version\":0,\"tags\":[],\"tracks\":[],\"shapes\":[");
        for (int i = begin; i < begin + PART; i++) {
            int x = i % 50;
            int y = i / FRAMES % 40;
            body.append(i == begin ? "" : ",")
                    .append("{\"type\":\"rectangle\",\"frame\":")
                    .append(i % FRAMES);
            body.append(",\"label_id\":")
                    .append(label)
                    .append(",\"points\":[")
                    .append(x)
                    .append(".25,")
                    .append(y);
            body.append(".5,").append(x + 9).append(".75,").append(y + 7).append("],\"attributes\":[]}");
        }
        return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long task(FrontDoor door) throws Exception {
        Answer made =
                door.send("POST", "/api/tasks", Map.of("name", "many", "labels", List.of(Map.of("name", "cell"))));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        long task = made.json().get("id").asLong();
        Answer accepted = door.upload(task, "pictures.zip", pictures());
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        until(
                "the pictures",
                () -> door.get("/api/tasks/" + task).json().path("size").asInt(0) == FRAMES);
        return task;
    }

    private static byte[] pictures() throws IOException {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", picture);
        CRC32 sum = new CRC32();
        sum.update(picture.toByteArray());
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            for (int i = 0; i < FRAMES; i++) {
                ZipEntry entry = new ZipEntry("picture_%04d.png".formatted(i));
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(picture.size());
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                picture.writeTo(zip);
            }
        }
        return archive.toByteArray();
    }

    private static long first(FrontDoor door, String list) throws InterruptedException {
        return door.get(list).json().get("results").get(0).get("id").asLong();
    }

    private static String head(Answer answer) {
        return answer.body().substring(0, Math.min(500, answer.body().length()));
    }

    /** Peak memory and CPU of each process so far. */
    private static void say(Deployment deployment, String what) throws IOException {
        StringBuilder line = new StringBuilder(SHAPES + " shapes " + what + ":");
        for (Deployable deployable : NEEDED) {
            Path process = Path.of("/proc/" + deployment.pid(deployable));
            String peak = Files.readAllLines(process.resolve("status")).stream()
                    .filter(status -> status.startsWith("VmHWM:"))
                    .findFirst()
                    .orElse("? has ended");
            String[] times = Files.readString(process.resolve("stat")).split(" ");
            double cpu = (Long.parseLong(times[13]) + Long.parseLong(times[14])) / 100.0;
            line.append(" %s %s MiB %.1f CPU-s;"
                    .formatted(deployable, Integer.parseInt(peak.replaceAll("\\D", "")) / 1024, cpu));
        }
        System.out.println(line);
    }

    private interface Condition {
        boolean holds() throws InterruptedException, IOException;
    }

    private static void until(String what, Condition condition) throws InterruptedException, IOException {
        long end = System.nanoTime() + Duration.ofMinutes(6).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what + " in time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    /** An archive's entry, which ends before the archive does. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The archive goes on.
        }
    }
}
