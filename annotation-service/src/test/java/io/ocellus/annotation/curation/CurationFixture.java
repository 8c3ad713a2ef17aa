package io.ocellus.annotation.curation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.identity.RunningService;
import io.ocellus.annotation.identity.RunningService.Answer;
import io.ocellus.embedded.Ports;
import io.ocellus.embedded.TestServers;
import io.ocellus.embeddings.EmbeddingStore;
import io.ocellus.embeddings.EmbeddingsConfiguration;
import io.ocellus.vector.service.VectorServiceConfiguration;
import io.ocellus.worker.embeddings.AutoAnnotationWorkerConfiguration;
import io.ocellus.worker.imports.ImportWorkerConfiguration;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Annotation service, import worker, embeddings worker and vector service on real servers, with people and their labelled pictures. */
final class CurationFixture implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 240;
    private static final int SIDE = 64;

    final RunningService service;
    private final String topic = TestServers.uniqueName("revisions");
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Instant> exchanged = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();

    /** A task of one job, and the ids of its objects. */
    record Labelled(String owner, long task, long job, long label, long otherLabel, List<Long> objects) {}

    CurationFixture() throws IOException {
        Path folder = Files.createTempDirectory("ocellus-curation");
        int vectors = Ports.free();
        int port = Ports.free();
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", port);
        settings.put("ocellus.kafka.revisions-topic", topic);
        settings.put("ocellus.vector.port", vectors);
        settings.put("ocellus.vector.identity-url", "http://127.0.0.1:" + port);
        settings.put(
                "ocellus.vector.cache-directory", folder.resolve("segments").toString());
        settings.put("ocellus.embeddings.vector-service", "http://127.0.0.1:" + vectors);
        service = RunningService.start(
                TestServers.newDatabase(),
                folder,
                settings,
                VectorServiceConfiguration.class,
                ImportWorkerConfiguration.class,
                AutoAnnotationWorkerConfiguration.class);
    }

    EmbeddingStore frames() {
        return service.bean(EmbeddingsConfiguration.FRAMES, EmbeddingStore.class);
    }

    EmbeddingStore objects() {
        return service.bean(EmbeddingsConfiguration.OBJECTS, EmbeddingStore.class);
    }

    /** A signed identity lives a minute. */
    String token(String name) throws IOException, InterruptedException {
        Instant now = Instant.now();
        if (now.isAfter(exchanged.getOrDefault(name, Instant.MIN).plusSeconds(20))) {
            tokens.put(name, service.basic(name, name.equals("admin") ? service.adminPassword() : password(name)));
            exchanged.put(name, now);
        }
        return tokens.get(name);
    }

    private static String password(String name) {
        return "Str0ng-" + name + "-9";
    }

    void register(String name) throws IOException, InterruptedException {
        Answer made = service.call(
                "POST",
                "/api/auth/register",
                "",
                Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "first_name",
                        "A",
                        "last_name",
                        "B",
                        "password1",
                        password(name),
                        "password2",
                        password(name)));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    }

    Answer call(String user, String method, String path) throws IOException, InterruptedException {
        return service.call(method, path, token(user));
    }

    /** A task of so many pictures with {@code each} objects on each. Pictures and boxes are the same in every task. */
    Labelled labelled(String owner, int pictures, int each) throws IOException, InterruptedException {
        Answer made = service.call(
                "POST",
                "/api/tasks",
                token(owner),
                Map.of("name", "t", "labels", List.of(Map.of("name", "cell"), Map.of("name", "dust"))));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        long task = made.body().get("id").asLong();
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < pictures; i++) {
            files.put("picture_" + i + ".png", picture(i));
        }
        HttpResponse<String> accepted = multipart(owner, "/api/tasks/" + task + "/data", "client_files[%d]", files);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        until(
                "the pictures",
                () -> call(owner, "GET", "/api/tasks/" + task)
                                .body()
                                .path("size")
                                .asInt(0)
                        == pictures);
        long job = ids(call(owner, "GET", "/api/jobs?task_id=" + task)).getFirst();
        List<Long> labels = ids(call(owner, "GET", "/api/labels?task_id=" + task));
        List<Object> shapes = new ArrayList<>();
        for (int frame = 0; frame < pictures; frame++) {
            for (int i = 0; i < each; i++) {
                shapes.add(box(frame, labels.getFirst(), 4 + 3 * i));
            }
        }
        List<Long> objects = save(owner, job, "create", shapes);
        return new Labelled(owner, task, job, labels.get(0), labels.get(1), objects);
    }

    static Map<String, Object> box(int frame, long label, int x) {
        return Map.of("type", "rectangle", "frame", frame, "label_id", label, "points", List.of(x, 4, x + 20, 40));
    }

    /** Saves shapes; gives their ids. */
    List<Long> save(String user, long job, String action, List<?> shapes) throws IOException, InterruptedException {
        Answer saved = service.call(
                "PATCH",
                "/api/jobs/" + job + "/annotations?action=" + action,
                token(user),
                Map.of("version", 0, "tags", List.of(), "tracks", List.of(), "shapes", shapes));
        assertThat(saved.status()).as(saved.body().toString()).isEqualTo(200);
        return StreamSupport.stream(saved.body().get("shapes").spliterator(), false)
                .map(shape -> shape.get("id").asLong())
                .toList();
    }

    JsonNode shape(Labelled of, long id) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        call(of.owner(), "GET", "/api/jobs/" + of.job() + "/annotations")
                                .body()
                                .get("shapes")
                                .spliterator(),
                        false)
                .filter(shape -> shape.get("id").asLong() == id)
                .findFirst()
                .orElseThrow();
    }

    void embedded(List<Long> objects) throws IOException, InterruptedException {
        until("vectors of " + objects, () -> objects().facts(objects).size() == objects.size());
    }

    /** Sends a revision of the job to the feed as if Kafka brought it once more. */
    void redeliver(Labelled of, long revision, String action) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", TestServers.kafka().bootstrapServers());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            Map<String, Object> message = Map.of(
                    "taskId",
                    of.task(),
                    "jobId",
                    of.job(),
                    "revision",
                    revision,
                    "action",
                    action,
                    "at",
                    Instant.now());
            var _ = producer.send(new ProducerRecord<>(
                    topic, Long.toString(of.job()), JsonMapper.shared().writeValueAsBytes(message)));
        }
    }

    HttpResponse<String> multipart(String user, String path, String field, Map<String, byte[]> files)
            throws IOException, InterruptedException {
        String boundary = "----curation";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int number = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\""
                            + field.formatted(number++) + "\"; filename=\"" + file.getKey()
                            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(file.getValue());
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"image_quality\"\r\n\r\n70\r\n--" + boundary
                        + "--\r\n")
                .getBytes(StandardCharsets.UTF_8));
        return post(
                user,
                path,
                "multipart/form-data; boundary=" + boundary,
                HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    }

    HttpResponse<String> post(String user, String path, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(service.base() + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token(user))
                        .header("Content-Type", type)
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static byte[] picture(int number) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        Random random = new Random(number);
        for (int i = 0; i < 40; i++) {
            canvas.setColor(new Color(random.nextInt(1 << 24)));
            canvas.fillRect(random.nextInt(SIDE), random.nextInt(SIDE), 12, 12);
        }
        canvas.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static List<Long> ids(Answer list) {
        return StreamSupport.stream(list.body().get("results").spliterator(), false)
                .map(item -> item.get("id").asLong())
                .toList();
    }

    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    static void until(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what + " in time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
