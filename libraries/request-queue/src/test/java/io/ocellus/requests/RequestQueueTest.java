package io.ocellus.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.ocellus.annotation.model.Failure;
import io.ocellus.embedded.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class RequestQueueTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private RequestStore store;
    private TransactionTemplate transactions;

    @BeforeEach
    void database() {
        DriverManagerDataSource source = new DriverManagerDataSource(
                TestServers.newDatabase(),
                TestServers.postgres().user(),
                TestServers.postgres().password());
        Flyway.configure()
                .dataSource(source)
                .schemas("requests")
                .locations("classpath:db/requests")
                .load()
                .migrate();
        store = new RequestStore(JdbcClient.create(new JdbcTemplate(source)), JsonMapper.shared());
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void aSubmittedRequestIsDoneAndItsResultIsVisible() throws Exception {
        RequestHints hints = redis();
        worker("w", hints, claim -> {
            claim.progress(0.5, "half");
            return RequestResult.ofId(claim.request().scope().task().orElseThrow());
        });
        String id = new RequestQueue(store, hints).submit(request(7));
        assertThat(id).isEqualTo("action=create&target=task&target_id=7");
        BackgroundRequest done = eventually(id, RequestState.FINISHED);
        assertThat(done.resultId()).hasValue(7);
        assertThat(done.progress()).hasValue(1);
        assertThat(done.attempt()).isEqualTo(1);
        assertThat(done.expiresAt()).isPresent();
    }

    @Test
    void aSecondRequestWithAnUnfinishedIdIsRefusedAndAFinishedOneReplaced() throws Exception {
        RequestQueue queue = new RequestQueue(store, new NoHints());
        String id = queue.submit(request(1));
        assertThatThrownBy(() -> queue.submit(request(1))).isInstanceOf(Failure.Conflict.class);
        Claim claim = claimed("w", Duration.ofSeconds(5));
        assertThatThrownBy(() -> queue.submit(request(1))).isInstanceOf(Failure.Conflict.class);
        claim.complete(RequestResult.empty());
        assertThat(queue.submit(request(1))).isEqualTo(id);
        assertThat(store.find(id).orElseThrow().state()).isEqualTo(RequestState.QUEUED);
        assertThat(store.find(id).orElseThrow().finishedAt()).isEmpty();
    }

    @Test
    void whatItsCallerRollsBackWasNeverSubmitted() {
        RequestQueue queue = new RequestQueue(store, new NoHints());
        transactions.executeWithoutResult(status -> {
            queue.submit(request(1));
            status.setRollbackOnly();
        });
        assertThat(store.find("action=create&target=task&target_id=1")).isEmpty();
    }

    @Test
    void aFrozenWorkerThatWakesAfterAnotherFinishedLeavesNothing() throws Exception {
        RequestQueue queue = new RequestQueue(store, new NoHints());
        String id = queue.submit(request(1));
        Claim frozen = claimed("frozen", Duration.ofMillis(50));
        Thread.sleep(100);
        assertThat(store.expireLeases()).hasSize(1);
        Claim second = claimed("second", Duration.ofSeconds(5));
        assertThat(second.fence()).isGreaterThan(frozen.fence());
        transactions.executeWithoutResult(status -> second.complete(RequestResult.ofId(2)));

        assertThatThrownBy(() -> frozen.progress(0.9, "late")).isInstanceOf(ClaimLost.class);
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> frozen.checkFence()))
                .isInstanceOf(ClaimLost.class);
        assertThatThrownBy(() -> frozen.complete(RequestResult.ofId(1))).isInstanceOf(ClaimLost.class);
        assertThat(store.fail(id, frozen.fence(), "late")).isFalse();
        BackgroundRequest now = store.find(id).orElseThrow();
        assertThat(now.state()).isEqualTo(RequestState.FINISHED);
        assertThat(now.resultId()).hasValue(2);
    }

    @Test
    void aWorkerWhoseClaimIsTakenAwayIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        worker("w", new NoHints(), claim -> {
            if (runs.incrementAndGet() == 1) {
                try {
                    Thread.sleep(20_000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
            return RequestResult.ofId(runs.get());
        });
        String id = new RequestQueue(store, new NoHints()).submit(request(1));
        eventually(id, RequestState.STARTED);
        long fence = store.find(id).orElseThrow().fence();
        assertThat(store.requeue(id, fence, Duration.ZERO)).isTrue();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(eventually(id, RequestState.FINISHED).resultId()).hasValue(2);
    }

    @Test
    void allRequestsFinishWhenRedisIsFlushedInTheMiddle() throws Exception {
        RequestHints hints = redis();
        ConcurrentHashMap<String, Integer> runs = new ConcurrentHashMap<>();
        worker("a", hints, claim -> counted(runs, claim));
        worker("b", hints, claim -> counted(runs, claim));
        RequestQueue queue = new RequestQueue(store, hints);
        List<String> ids = new ArrayList<>();
        try (RedisClient client = RedisClient.create(TestServers.redis().url())) {
            for (int i = 1; i <= 60; i++) {
                ids.add(queue.submit(request(i)));
                if (i % 20 == 0) {
                    client.connect().sync().flushall();
                }
            }
        }
        for (String id : ids) {
            eventually(id, RequestState.FINISHED);
        }
        assertThat(runs.values()).containsOnly(1);
    }

    @Test
    void withoutRedisWorkersFindTheirWorkByLooking() throws Exception {
        RedisHints nobody = new RedisHints("redis://127.0.0.1:1");
        open.add(nobody);
        worker("w", nobody, claim -> RequestResult.empty());
        String id = new RequestQueue(store, nobody).submit(request(1));
        eventually(id, RequestState.FINISHED);
    }

    @Test
    void aFailureEndsTheRequestWithItsTextAndAnythingElseIsTriedAgain() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        worker("w", new NoHints(), claim -> {
            if (claim.request().scope().task().orElseThrow() == 1) {
                throw new Failure.Invalid("x.jpg is no picture");
            }
            if (runs.incrementAndGet() < 3) {
                throw new java.io.IOException("the store is away");
            }
            return RequestResult.empty();
        });
        RequestQueue queue = new RequestQueue(store, new NoHints());
        String bad = queue.submit(request(1));
        String shaky = queue.submit(request(2));
        assertThat(eventually(bad, RequestState.FAILED).message()).isEqualTo("x.jpg is no picture");
        assertThat(eventually(shaky, RequestState.FINISHED).attempt()).isEqualTo(3);
    }

    @Test
    void whatKillsAWorkerThatComesBackUnderItsNameIsGivenUp() {
        String deadly = new RequestQueue(store, new NoHints()).submit(request(3));
        for (int i = 0; i < RequestStore.MOST_ATTEMPTS; i++) {
            claimed("dies", Duration.ofHours(1));
            store.takeBack(RequestQueues.IMPORT, "dies");
        }
        assertThat(store.find(deadly).orElseThrow().state()).isEqualTo(RequestState.FAILED);
    }

    @Test
    void aWorkerThatComesBackUnderItsNameTakesItsOwnRequestsBackAndNobodyElses() throws Exception {
        RequestQueue queue = new RequestQueue(store, new NoHints());
        String own = queue.submit(request(1));
        Claim before = claimed("back", Duration.ofHours(1));
        String others = queue.submit(request(2));
        claimed("other", Duration.ofHours(1));
        worker("back", true, new NoHints(), claim -> RequestResult.ofId(7));
        assertThat(eventually(own, RequestState.FINISHED).resultId()).hasValue(7);
        assertThatThrownBy(() -> before.progress(0.5, "late")).isInstanceOf(ClaimLost.class);
        assertThat(store.find(others).orElseThrow().state()).isEqualTo(RequestState.STARTED);
    }

    @Test
    void aWorkerThatDiesAgainAndAgainDoesNotTryForEver() throws Exception {
        String id = new RequestQueue(store, new NoHints()).submit(request(1));
        for (int i = 0; i < RequestStore.MOST_ATTEMPTS; i++) {
            claimed("dies", Duration.ofMillis(1));
            Thread.sleep(20);
            store.expireLeases();
        }
        BackgroundRequest now = store.find(id).orElseThrow();
        assertThat(now.state()).isEqualTo(RequestState.FAILED);
        assertThat(now.message()).contains("6 times");
    }

    @Test
    void onlyWhatHasNotBegunIsCancelled() {
        RequestQueue queue = new RequestQueue(store, new NoHints());
        String first = queue.submit(request(1));
        assertThat(queue.cancel(first)).isTrue();
        assertThat(store.find(first)).isEmpty();
        String second = queue.submit(request(2));
        claimed("w", Duration.ofSeconds(5));
        assertThat(queue.cancel(second)).isFalse();
        assertThat(store.find(second)).isPresent();
    }

    @Test
    void idsHoldNoBlanksAndNoDots() {
        assertThat(RequestId.export("task", 5, 1, "annotations", Optional.of("COCO 1.0"))
                        .render())
                .isEqualTo("action=export&target=task&target_id=5&user_id=1&format=COCO_1~0&subresource=annotations");
        assertThatThrownBy(() -> RequestId.of("x&y", "task", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RequestResult counted(ConcurrentHashMap<String, Integer> runs, Claim claim) {
        runs.merge(claim.request().id(), 1, Integer::sum);
        return RequestResult.empty();
    }

    private RequestHints redis() {
        RedisHints hints = new RedisHints(TestServers.redis().url());
        open.add(hints);
        return hints;
    }

    private interface Work {
        RequestResult of(Claim claim) throws Exception;
    }

    private void worker(String name, RequestHints hints, Work work) {
        worker(name, false, hints, work);
    }

    private void worker(String name, boolean returning, RequestHints hints, Work work) {
        RequestHandler handler = new RequestHandler() {
            @Override
            public String queue() {
                return RequestQueues.IMPORT;
            }

            @Override
            public boolean handles(BackgroundRequest request) {
                return true;
            }

            @Override
            public RequestResult handle(Claim claim) throws Exception {
                return work.of(claim);
            }
        };
        RequestWorker worker = new RequestWorker(
                RequestQueues.IMPORT,
                store,
                hints,
                List.of(handler),
                new RequestWorkerSettings(name, returning, 2, Duration.ofMillis(600), Duration.ofMillis(300)));
        worker.start();
        open.add(worker::stop);
    }

    private Claim claimed(String worker, Duration lease) {
        return new Claim(store.claim(RequestQueues.IMPORT, worker, lease).orElseThrow(), store);
    }

    private BackgroundRequest eventually(String id, RequestState state) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            BackgroundRequest now = store.find(id).orElseThrow();
            if (now.state() == state) {
                return now;
            }
            assertThat(System.nanoTime())
                    .as(id + " is " + now.state() + " " + now.message())
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static NewRequest request(long task) {
        return new NewRequest(
                RequestId.createTask(task),
                RequestQueues.IMPORT,
                1,
                RequestScope.ofTask(OptionalLong.empty(), OptionalLong.empty(), task),
                JsonNodeFactory.instance.objectNode().put("task", task),
                Optional.of("trace"));
    }
}
