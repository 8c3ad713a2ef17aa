package io.ocellus.requests;

import io.ocellus.annotation.model.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Serves one queue with handlers: claims, runs, renews, finishes. Each request has a platform thread of its own, at most {@code concurrency}
 * at once; a lost claim interrupts it. Stopping hands unfinished requests back. Thread-safe.
 */
public final class RequestWorker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RequestWorker.class);
    private final String queue;
    private final RequestStore store;
    private final RequestHints hints;
    private final List<RequestHandler> handlers;
    private final RequestWorkerSettings settings;
    private final Semaphore permits;
    private final Map<Long, Running> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile boolean tookBack;
    private volatile List<Thread> threads = List.of();

    public RequestWorker(
            String queue,
            RequestStore store,
            RequestHints hints,
            List<RequestHandler> handlers,
            RequestWorkerSettings settings) {
        this.queue = queue;
        this.store = store;
        this.hints = hints;
        this.handlers = handlers.stream()
                .filter(handler -> handler.queue().equals(queue))
                .toList();
        this.settings = settings;
        this.permits = new Semaphore(settings.concurrency());
    }

    @Override
    public synchronized void start() {
        if (threads.isEmpty()) {
            stopping = false;
            threads = List.of(
                    Thread.ofVirtual().name("claims-" + queue).start(this::claimAll),
                    Thread.ofVirtual().name("leases-" + queue).start(this::renewAll));
        }
    }

    @Override
    public synchronized void stop() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        threads = List.of();
        running.values().forEach(one -> one.thread().interrupt());
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        try {
            for (Running one : running.values()) {
                one.thread().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    private void claimAll() {
        try {
            while (!stopping) {
                permits.acquire();
                Optional<BackgroundRequest> claimed = claimOne();
                if (claimed.isPresent()) {
                    begin(claimed.get());
                } else {
                    permits.release();
                    hints.await(queue, settings.poll());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<BackgroundRequest> claimOne() throws InterruptedException {
        try {
            takeBack();
            return store.claim(queue, settings.name(), settings.lease());
        } catch (DataAccessException e) {
            LOG.warn("cannot look for requests in {}: {}", queue, String.valueOf(e.getMessage()));
            TimeUnit.MILLISECONDS.sleep(500);
            return Optional.empty();
        }
    }

    private void takeBack() {
        if (settings.returning() && !tookBack) {
            store.takeBack(queue, settings.name())
                    .forEach(hint -> LOG.info("request {} of an earlier process begins again", hint.id()));
            tookBack = true;
        }
    }

    private void begin(BackgroundRequest request) {
        Claim claim = new Claim(request, store);
        Thread thread = Thread.ofPlatform()
                .name("request-" + queue + "-" + claim.fence())
                .daemon()
                .unstarted(() -> {
                    try {
                        run(claim);
                    } finally {
                        running.remove(claim.fence());
                        permits.release();
                    }
                });
        running.put(claim.fence(), new Running(claim, thread, System.nanoTime()));
        thread.start();
    }

    private void run(Claim claim) {
        BackgroundRequest request = claim.request();
        request.traceId().ifPresent(trace -> MDC.put("traceId", trace));
        try {
            RequestResult result = handler(request).handle(claim);
            // Zero rows are right when the handler completed the claim in its own transaction.
            store.finish(request.id(), claim.fence(), result);
        } catch (ClaimLost e) {
            LOG.info("{}", e.getMessage());
        } catch (Throwable e) {
            settle(claim, e);
        } finally {
            MDC.remove("traceId");
        }
    }

    private void settle(Claim claim, Throwable thrown) {
        BackgroundRequest request = claim.request();
        boolean interrupted = Thread.interrupted();
        try {
            if (thrown instanceof Failure failure && !(failure instanceof Failure.Unavailable)) {
                LOG.info("request {} failed: {}", request.id(), failure.text());
                store.fail(request.id(), claim.fence(), failure.text());
            } else if (stopping || claim.isLost()) {
                LOG.info("request {} is handed back", request.id());
                store.requeue(request.id(), claim.fence(), Duration.ZERO);
            } else if (request.attempt() >= RequestStore.MOST_ATTEMPTS) {
                LOG.error("request {} failed for good", request.id(), thrown);
                store.fail(request.id(), claim.fence(), lastWords(thrown));
            } else {
                LOG.warn("request {} failed in attempt {} and is tried again", request.id(), request.attempt(), thrown);
                store.requeue(request.id(), claim.fence(), backoff(request.attempt()));
            }
        } catch (DataAccessException e) {
            LOG.warn("the end of request {} cannot be written; its lease will run out: {}", request.id(), e.toString());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String lastWords(Throwable thrown) {
        return thrown instanceof Failure failure
                ? failure.text()
                : "The server could not do this (" + thrown.getClass().getSimpleName() + "); its log says more.";
    }

    private static Duration backoff(int attempt) {
        return Duration.ofMillis(500L << Math.min(attempt, 6));
    }

    private RequestHandler handler(BackgroundRequest request) {
        return handlers.stream()
                .filter(handler -> handler.handles(request))
                .findFirst()
                .orElseThrow(() -> new Failure.Absent("No worker does " + request.type() + " of " + request.target()));
    }

    private void renewAll() {
        try {
            while (!stopping) {
                TimeUnit.MILLISECONDS.sleep(Math.max(50, settings.lease().toMillis() / 3));
                running.values().forEach(this::renew);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(Running one) {
        Claim claim = one.claim();
        try {
            if (store.renew(claim.request().id(), claim.fence(), settings.lease())) {
                running.computeIfPresent(
                        claim.fence(), (fence, old) -> new Running(claim, old.thread(), System.nanoTime()));
                return;
            }
        } catch (DataAccessException e) {
            if (System.nanoTime() - one.renewed() < settings.lease().toNanos()) {
                return;
            }
            LOG.warn(
                    "the lease of {} ran out while the database did not answer",
                    claim.request().id());
        }
        if (running.containsKey(claim.fence())) {
            claim.lose();
            one.thread().interrupt();
        }
    }

    /** @param renewed {@link System#nanoTime} of the last renewal */
    private record Running(Claim claim, Thread thread, long renewed) {}
}
