package io.ocellus.requests;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints over one Redis stream a queue. Every worker hears every hint; who claims the row first has it. Nothing depends on the stream's
 * content, so it may be trimmed, flushed or gone. Thread-safe.
 */
public final class RedisHints implements RequestHints {
    private static final Logger LOG = LoggerFactory.getLogger(RedisHints.class);
    private static final Duration CALL = Duration.ofSeconds(2);
    private static final int KEPT = 1000;
    private final RedisClient client;
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
    private final AtomicBoolean down = new AtomicBoolean();
    private volatile boolean closed;
    private final Sender sender = new Sender();

    public RedisHints(String url) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(CALL);
        this.client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CALL)
                        .keepAlive(true)
                        .build())
                .build());
    }

    @Override
    public void send(String queue, String id) {
        Thread.ofVirtual().name("hint-" + queue).start(() -> sender.send(queue, id));
    }

    @Override
    public void await(String queue, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            listeners.computeIfAbsent(queue, Listener::new).await(atMost);
            came();
        } catch (RedisException e) {
            // Lettuce reports an interrupt as its own failure and leaves the thread's mark.
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for a hint");
            }
            failed(e);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, end - System.nanoTime()));
        }
    }

    @Override
    public void close() {
        closed = true;
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    private static String stream(String queue) {
        return "ocellus:requests:" + queue;
    }

    private void failed(RedisException e) {
        if (!closed && down.compareAndSet(false, true)) {
            LOG.warn("Redis does not answer; requests are found by looking until it does: {}", e.toString());
        }
    }

    private void came() {
        if (down.compareAndSet(true, false)) {
            LOG.info("Redis answers again");
        }
    }

    /** One connection for all that is sent. */
    private final class Sender {
        private volatile @Nullable StatefulRedisConnection<String, String> connection;

        void send(String queue, String id) {
            try {
                connection()
                        .sync()
                        .xadd(stream(queue), XAddArgs.Builder.maxlen(KEPT).approximateTrimming(), Map.of("id", id));
                came();
            } catch (RedisException e) {
                failed(e);
            }
        }

        private synchronized StatefulRedisConnection<String, String> connection() {
            StatefulRedisConnection<String, String> open = connection;
            if (open == null) {
                open = client.connect();
                connection = open;
            }
            return open;
        }
    }

    /** A connection of its own for each queue, since reading blocks it. Used by one thread at a time. */
    private final class Listener {
        private final String queue;
        private String last = "$";
        private @Nullable StatefulRedisConnection<String, String> connection;

        Listener(String queue) {
            this.queue = queue;
        }

        @SuppressWarnings("unchecked") // lettuce's array of stream offsets
        synchronized void await(Duration atMost) {
            StatefulRedisConnection<String, String> open = connection;
            if (open == null) {
                open = client.connect();
                connection = open;
            }
            open.setTimeout(atMost.plus(CALL));
            List<StreamMessage<String, String>> messages = open.sync()
                    .xread(
                            XReadArgs.Builder.block(Math.max(1, atMost.toMillis()))
                                    .count(KEPT),
                            StreamOffset.from(stream(queue), last));
            if (!messages.isEmpty()) {
                last = messages.getLast().getId();
            }
        }
    }
}
