package io.ocellus.acceptance.apart;

import io.ocellus.acceptance.apart.FrontDoor.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that work without a pause while servers die: one saves shapes, repeating under the same key what was not answered; one inserts
 * vectors and never repeats; one uploads pictures; one exports. It keeps what was acknowledged. The sets may be read once it was stopped.
 */
final class Load {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Shape number n begins in column n % COLUMNS, row n / COLUMNS of the picture. */
    static final int COLUMNS = 300;

    final Set<Integer> saved = new ConcurrentSkipListSet<>();
    final Set<Integer> inserted = new ConcurrentSkipListSet<>();
    final Set<Integer> insertsTried = new ConcurrentSkipListSet<>();
    final Set<Long> uploaded = new ConcurrentSkipListSet<>();
    final AtomicInteger exported = new AtomicInteger();
    final List<String> wrong = new CopyOnWriteArrayList<>();

    private final FrontDoor door;
    private final long task;
    private final long job;
    private final long label;
    private final byte[] picture;
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopping;

    private interface Client {
        void once(int number) throws InterruptedException;
    }

    Load(FrontDoor door, long task, long job, long label, byte[] picture) {
        this.door = door;
        this.task = task;
        this.job = job;
        this.label = label;
        this.picture = picture;
    }

    void start() {
        client("saves", this::save);
        client("inserts", this::insert);
        client("uploads", this::upload);
        client("exports", this::export);
    }

    void stop() throws InterruptedException {
        stopping = true;
        for (Thread client : clients) {
            client.join(PATIENCE);
            if (client.isAlive()) {
                wrong.add(client.getName() + " did not come to an end");
            }
        }
    }

    /** How often each client got what it asked for. */
    List<Integer> progress() {
        return List.of(saved.size(), inserted.size(), uploaded.size(), exported.get());
    }

    private void client(String name, Client client) {
        clients.add(Thread.ofVirtual().name(name).start(() -> {
            try {
                for (int number = 0; !stopping; number++) {
                    client.once(number);
                    Thread.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                wrong.add(name + ": " + e);
            }
        }));
    }

    private void save(int number) throws InterruptedException {
        int x = number % COLUMNS;
        int y = number / COLUMNS;
        Map<String, Object> shape =
                Map.of("frame", 0, "label_id", label, "type", "rectangle", "points", List.of(x, y, x + 9, y + 9));
        Answer answer = until(() -> door.send(
                "PATCH",
                "/api/jobs/" + job + "/annotations?action=create",
                FrontDoor.annotations(List.of(shape)),
                "Idempotency-Key",
                "save-" + number));
        if (expected("save", answer, 200)) {
            saved.add(number);
        }
    }

    private void insert(int number) throws InterruptedException {
        insertsTried.add(number);
        Answer answer = door.send(
                "POST",
                "/v2/vectordb/entities/insert",
                Map.of(
                        "collectionName",
                        "apart",
                        "data",
                        List.of(Map.of("id", number, "vector", List.of(1, number, 0, 0)))));
        if (answer.status() == 200 && answer.json().path("code").asInt(-1) == 0) {
            inserted.add(number);
        }
    }

    private void upload(int number) throws InterruptedException {
        Answer made = door.send("POST", "/api/tasks", Map.of("name", "upload " + number, "labels", List.of()));
        if (made.unsaid() || !expected("task", made, 201)) {
            return;
        }
        long id = made.json().get("id").asLong();
        Answer accepted = door.upload(id, "picture-" + number + ".png", picture);
        if (!accepted.unsaid() && expected("upload", accepted, 202) && finished("upload", accepted)) {
            uploaded.add(id);
        }
    }

    private void export(int number) throws InterruptedException {
        Answer accepted = door.send(
                "POST", "/api/tasks/" + task + "/dataset/export?format=COCO%201.0&save_images=false", Map.of());
        // 409: the one before, whose answer was lost, still runs.
        if (!accepted.unsaid()
                && accepted.status() != 409
                && expected("export " + number, accepted, 202)
                && finished("export", accepted)) {
            exported.incrementAndGet();
        }
    }

    /** What was accepted comes to an end, whoever dies meanwhile. */
    private boolean finished(String what, Answer accepted) throws InterruptedException {
        String id = URLEncoder.encode(accepted.json().get("rq_id").asString(), StandardCharsets.UTF_8);
        long end = System.nanoTime() + PATIENCE.toNanos();
        String status = "";
        while (System.nanoTime() < end) {
            Answer request = until(() -> door.get("/api/requests/" + id));
            if (!expected(what + "'s request", request, 200)) {
                return false;
            }
            status = request.json().path("status").asString();
            if (status.equals("finished")) {
                return true;
            }
            if (status.equals("failed")) {
                break;
            }
            Thread.sleep(100);
        }
        wrong.add(what + " " + id + " is " + status);
        return false;
    }

    private interface Asking {
        Answer ask() throws InterruptedException;
    }

    private static Answer until(Asking asking) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = asking.ask();
        while (answer.unsaid() && System.nanoTime() < end) {
            Thread.sleep(200);
            answer = asking.ask();
        }
        return answer;
    }

    private boolean expected(String what, Answer answer, int status) {
        if (answer.status() != status) {
            wrong.add(what + ": " + answer);
        }
        return answer.status() == status;
    }
}
