package io.ocellus.acceptance.apart;

import io.ocellus.acceptance.apart.FrontDoor.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Clients that work without a pause while processes die: one saves shapes, repeating under the same key what was not answered; one inserts
 * vectors and never repeats; one flushes them; one uploads pictures; one exports. It keeps what was acknowledged. The sets may be read once
 * it was stopped.
 */
final class Load {
    /** Shape number n begins in column n % COLUMNS, row n / COLUMNS of the picture. */
    static final int COLUMNS = 300;

    private static final int ROWS_OF_AN_INSERT = 3;

    final Set<Integer> saved = new ConcurrentSkipListSet<>();
    final Set<Integer> inserted = new ConcurrentSkipListSet<>();
    final Set<Integer> insertsTried = new ConcurrentSkipListSet<>();
    final Set<Long> uploaded = new ConcurrentSkipListSet<>();

    private final FrontDoor door;
    private final Workplace place;
    private final List<Client> clients = new ArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    private interface Work {
        /** True when it got what it asked for. */
        boolean once(int number) throws InterruptedException;
    }

    private record Client(Thread thread, AtomicInteger successes) {}

    Load(FrontDoor door, Workplace place) {
        this.door = door;
        this.place = place;
    }

    Load saves() {
        return client("saves", this::save);
    }

    Load inserts() {
        return client("inserts", this::insert);
    }

    Load flushes() {
        return client("flushes", this::flush);
    }

    Load uploads() {
        return client("uploads", this::upload);
    }

    Load exports() {
        return client("exports", this::export);
    }

    void stop() throws InterruptedException {
        stopping = true;
        for (Client client : clients) {
            client.thread().join(Patience.LIMIT);
            if (client.thread().isAlive()) {
                wrong.add(client.thread().getName() + " did not come to an end");
            }
        }
        requireNothingWrong();
    }

    /** Every client gets what it asks for, at least {@code times} times from now on. */
    void moves(Patience patience, int times, String when) throws InterruptedException, java.io.IOException {
        List<Integer> before = progress();
        patience.await("every client gets on " + when + ", from " + before, () -> {
            requireNothingWrong();
            List<Integer> now = progress();
            return IntStream.range(0, now.size()).allMatch(i -> now.get(i) >= before.get(i) + times);
        });
    }

    private List<Integer> progress() {
        return clients.stream().map(client -> client.successes().get()).toList();
    }

    private void requireNothingWrong() {
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong));
        }
    }

    private Load client(String name, Work work) {
        AtomicInteger successes = new AtomicInteger();
        Thread thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                for (int number = 0; !stopping; number++) {
                    if (work.once(number)) {
                        successes.incrementAndGet();
                    }
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                wrong.add(name + ": " + e);
            }
        });
        clients.add(new Client(thread, successes));
        return this;
    }

    private boolean save(int number) throws InterruptedException {
        int x = number % COLUMNS;
        int y = number / COLUMNS;
        Map<String, Object> shape = Map.of(
                "frame", 0, "label_id", place.label(), "type", "rectangle", "points", List.of(x, y, x + 9, y + 9));
        Answer answer = until(() -> door.send(
                "PATCH",
                "/api/jobs/" + place.job() + "/annotations?action=create",
                FrontDoor.annotations(List.of(shape)),
                "Idempotency-Key",
                "save-" + number));
        return expected("save", answer, 200) && saved.add(number);
    }

    private boolean insert(int number) throws InterruptedException {
        List<Integer> ids = IntStream.range(0, ROWS_OF_AN_INSERT)
                .mapToObj(i -> ROWS_OF_AN_INSERT * number + i)
                .toList();
        insertsTried.addAll(ids);
        Answer answer = door.send(
                "POST",
                "/v2/vectordb/entities/insert",
                Map.of(
                        "collectionName",
                        place.collection(),
                        "data",
                        ids.stream()
                                .map(id -> Map.of("id", id, "vector", List.of(1, id, 0, 0)))
                                .toList()));
        return isCodeZero(answer) && inserted.addAll(ids);
    }

    private boolean flush(int number) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500);
        return isCodeZero(
                door.send("POST", "/v2/vectordb/collections/flush", Map.of("collectionName", place.collection())));
    }

    private static boolean isCodeZero(Answer answer) {
        return answer.status() == 200 && answer.json().path("code").asInt(-1) == 0;
    }

    private boolean upload(int number) throws InterruptedException {
        Answer made = door.send("POST", "/api/tasks", Map.of("name", "upload " + number, "labels", List.of()));
        if (made.unsaid() || !expected("task", made, 201)) {
            return false;
        }
        long id = made.json().get("id").asLong();
        Answer accepted = door.upload(id, "picture-" + number + ".png", Workplace.PICTURE);
        return !accepted.unsaid()
                && expected("upload", accepted, 202)
                && finished("upload", accepted)
                && uploaded.add(id);
    }

    private boolean export(int number) throws InterruptedException {
        Answer accepted = door.send(
                "POST", "/api/tasks/" + place.task() + "/dataset/export?format=COCO%201.0&save_images=false", Map.of());
        // 409: the one before, whose answer was lost, still runs.
        return !accepted.unsaid()
                && accepted.status() != 409
                && expected("export " + number, accepted, 202)
                && finished("export", accepted);
    }

    /** What was accepted comes to an end, whoever dies meanwhile. */
    private boolean finished(String what, Answer accepted) throws InterruptedException {
        String id = URLEncoder.encode(accepted.json().get("rq_id").asString(), StandardCharsets.UTF_8);
        long end = System.nanoTime() + Patience.LIMIT.toNanos();
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
                status = request.body();
                break;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        wrong.add(what + " " + id + " is " + status);
        return false;
    }

    private interface Asking {
        Answer ask() throws InterruptedException;
    }

    private static Answer until(Asking asking) throws InterruptedException {
        long end = System.nanoTime() + Patience.LIMIT.toNanos();
        Answer answer = asking.ask();
        while (answer.unsaid() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
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
