package io.ocellus.annotation.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.identity.RunningService;
import io.ocellus.annotation.identity.RunningService.Answer;
import io.ocellus.annotation.store.SpoolSpace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Saves over real connections, beside one whose body takes for ever, breaks off or turns out to be broken. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SlowClientTest {
    private static final int SAVES = 50;
    private static final int PIECE = 256 << 10;
    private static final int CORNERS = 2_000;
    private static RunningService service;
    private static String admin;
    private static long job;
    private static long label;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        admin = service.basic("admin", service.adminPassword());
        Answer made = service.call(
                "POST", "/api/tasks", admin, Map.of("name", "slow", "labels", List.of(Map.of("name", "car"))));
        long task = made.body().get("id").asLong();
        JdbcClient jdbc = service.bean(JdbcClient.class);
        long segment = id("INSERT INTO annotation.segment (task_id, start_frame, stop_frame) VALUES (" + task
                + ", 0, 99) RETURNING id");
        job = id(
                "INSERT INTO annotation.job (segment_id, task_id) VALUES (" + segment + ", " + task + ") RETURNING id");
        label = jdbc.sql("SELECT id FROM annotation.label WHERE task_id = ?")
                .param(task)
                .query(Long.class)
                .single();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void signIn() throws Exception {
        admin = service.basic("admin", service.adminPassword());
    }

    private static long id(String sql) {
        return service.bean(JdbcClient.class).sql(sql).query(Long.class).single();
    }

    private static String at() {
        return "/api/jobs/" + job + "/annotations";
    }

    @Test
    void fiftySavesPassOneThatTricklesThirtyMegabytesAndNoneIsLost() throws Exception {
        service.call("DELETE", at(), admin);
        List<Long> moved = ids(save("create", boxes(0, SAVES)));
        long before = service.call("GET", at(), admin).body().get("version").asLong();
        byte[] large = large(30 << 20);
        CountDownLatch slowIsUnderWay = new CountDownLatch(1);
        CountDownLatch othersAreDone = new CountDownLatch(1);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                Socket slow = connect()) {
            Future<String> trickle = clients.submit(() -> {
                OutputStream out = slow.getOutputStream();
                out.write(head(large.length));
                for (int from = 0; from < large.length; from += PIECE) {
                    if (from == PIECE * 40) {
                        slowIsUnderWay.countDown();
                    }
                    // The second half goes only when everybody else has an answer; up to there it comes in drops.
                    if (from > large.length / 2 && !othersAreDone.await(2, TimeUnit.MINUTES)) {
                        return "the others wait for the slow one";
                    }
                    out.write(large, from, Math.min(PIECE, large.length - from));
                    out.flush();
                    if (othersAreDone.getCount() > 0) {
                        TimeUnit.MILLISECONDS.sleep(2);
                    }
                }
                return statusLine(slow);
            });
            assertThat(slowIsUnderWay.await(1, TimeUnit.MINUTES)).isTrue();
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < SAVES; i++) {
                int number = i;
                answers.add(clients.submit(() -> number % 2 == 0
                        ? save("create", boxes(1_000 + number, 1))
                        : save("update", List.of(box(moved.get(number), 2_000 + number)))));
            }
            try {
                for (Future<Answer> answer : answers) {
                    Answer one = answer.get();
                    assertThat(one.status()).as(one.body().toString()).isEqualTo(200);
                }
                assertThat(trickle.isDone()).isFalse();
            } finally {
                othersAreDone.countDown();
            }
            assertThat(trickle.get()).startsWith("HTTP/1.1 200");
        }
        JsonNode now = service.call("GET", at(), admin).body();
        assertThat(now.get("version").asLong()).isEqualTo(before + SAVES + 1);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < SAVES; i++) {
            expected.add(i % 2 == 0 ? i : 2_000 + i);
            if (i % 2 == 0) {
                expected.add(1_000 + i);
            }
        }
        assertThat(shapes(now, "rectangle")
                        .map(shape -> shape.get("points").get(0).asInt()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(shapes(now, "polygon").mapToInt(shape -> shape.get("points").size()))
                .hasSize(polygons(30 << 20))
                .containsOnly(2 * CORNERS);
        nothingIsSpooled();
    }

    @Test
    void aBodyThatBreaksOffLeavesNoTrace() throws Exception {
        JsonNode before = service.call("GET", at(), admin).body();
        byte[] large = large(24 << 20);
        SpoolSpace space = service.bean(SpoolSpace.class);
        try (Socket socket = connect()) {
            // A close in the middle of what was announced is then a reset, as of a client that died.
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(head(large.length));
            socket.getOutputStream().write(large, 0, large.length - 1_000);
            until(() -> space.bytesOnDisk() > 0);
        }
        until(() -> space.bytesOnDisk() == 0);
        nothingIsSpooled();
        assertThat(service.call("GET", at(), admin).body()).isEqualTo(before);
    }

    @Test
    void aBodyThatIsBrokenAtItsEndLeavesNoTrace() throws Exception {
        JsonNode before = service.call("GET", at(), admin).body();
        byte[] large = large(12 << 20);
        large[large.length - 2] = '}';
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head(large.length));
            socket.getOutputStream().write(large);
            socket.getOutputStream().flush();
            assertThat(statusLine(socket)).startsWith("HTTP/1.1 400");
        }
        nothingIsSpooled();
        assertThat(service.call("GET", at(), admin).body()).isEqualTo(before);
    }

    private static void nothingIsSpooled() throws Exception {
        SpoolSpace space = service.bean(SpoolSpace.class);
        until(() -> space.bytesOnDisk() == 0 && space.bytesInMemory() == 0);
        try (var files = Files.list(service.folder().resolve("spool"))) {
            assertThat(files).isEmpty();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void until(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static Answer save(String action, List<?> shapes) throws IOException, InterruptedException {
        return service.call(
                "PATCH",
                at() + "?action=" + action,
                admin,
                Map.of("version", 0, "tags", List.of(), "tracks", List.of(), "shapes", shapes));
    }

    private static List<Object> boxes(int first, int count) {
        List<Object> boxes = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            boxes.add(box(0, i));
        }
        return boxes;
    }

    private static Map<String, Object> box(long id, int x) {
        Map<String, Object> box = new java.util.HashMap<>(
                Map.of("frame", 0, "label_id", label, "type", "rectangle", "points", List.of(x, 0, x + 5, 5)));
        if (id > 0) {
            box.put("id", id);
        }
        return box;
    }

    private static List<Long> ids(Answer saved) {
        assertThat(saved.status()).as(saved.body().toString()).isEqualTo(200);
        return StreamSupport.stream(saved.body().get("shapes").spliterator(), false)
                .map(shape -> shape.get("id").asLong())
                .toList();
    }

    private static java.util.stream.Stream<JsonNode> shapes(JsonNode annotations, String type) {
        return StreamSupport.stream(annotations.get("shapes").spliterator(), false)
                .filter(shape -> shape.get("type").asString().equals(type));
    }

    private static Socket connect() throws IOException {
        URI base = URI.create(service.base());
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(120_000);
        return socket;
    }

    private static byte[] head(int length) {
        return ("PATCH " + at() + "?action=create HTTP/1.1\r\nHost: "
                        + service.base().substring(7)
                        + "\r\nAuthorization: Bearer " + admin
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String statusLine(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\r';
                c = socket.getInputStream().read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static byte[] outline() {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < CORNERS; i++) {
            double angle = 2 * Math.PI * i / CORNERS;
            points.append(i == 0 ? "" : ",").append(400 + 300 * Math.cos(angle)).append(',');
            points.append(400 + 300 * Math.sin(angle));
        }
        return ("{\"frame\":1,\"type\":\"polygon\",\"label_id\":" + label + ",\"points\":[" + points + "]}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static int polygons(int bytes) {
        return bytes / (outline().length + 1);
    }

    /** A save of outlines with many corners; it ends with {@code ]}}. */
    private static byte[] large(int bytes) {
        byte[] outline = outline();
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes + 100);
        body.writeBytes("{\"version\":0,\"shapes\":[".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < polygons(bytes); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(outline);
        }
        body.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }
}
