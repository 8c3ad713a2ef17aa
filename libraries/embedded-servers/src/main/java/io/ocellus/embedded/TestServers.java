package io.ocellus.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The real servers for tests: one of each per JVM, started when first asked for, gone with the JVM. Tests keep apart by database, topic,
 * key prefix and bucket of their own ({@link #uniqueName}). Thread-safe.
 */
public final class TestServers {
    private static final AtomicInteger counter = new AtomicInteger();
    private static final Deque<EmbeddedServer> started = new ArrayDeque<>();
    private static @Nullable Path folder;
    private static final Once<EmbeddedPostgres> postgres = new Once<>(() -> EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(folder().resolve("postgres"), Ports.free(), "test-password", false)));
    private static final Once<EmbeddedRedis> redis =
            new Once<>(() -> EmbeddedRedis.start(folder().resolve("redis"), Ports.free(), "test-password"));
    private static final Once<EmbeddedKafka> kafka =
            new Once<>(() -> EmbeddedKafka.start(folder().resolve("kafka"), Ports.free(), Ports.free(), false));
    private static final Once<EmbeddedObjectStorage> objectStorage = new Once<>(() ->
            EmbeddedObjectStorage.start(folder().resolve("objects"), Ports.free(), "test-access", "test-secret-key"));

    private TestServers() {}

    public static EmbeddedPostgres postgres() {
        return postgres.get();
    }

    public static EmbeddedRedis redis() {
        return redis.get();
    }

    public static EmbeddedKafka kafka() {
        return kafka.get();
    }

    public static EmbeddedObjectStorage objectStorage() {
        return objectStorage.get();
    }

    /** A new, empty database; user and password are those of {@link #postgres()}. */
    public static String newDatabase() {
        String name = uniqueName("test").replace('-', '_');
        postgres().createDatabase(name);
        return postgres().jdbcUrl(name);
    }

    /** {@code prefix-<n>}, used by nobody else in this JVM. */
    public static String uniqueName(String prefix) {
        return prefix + "-" + counter.incrementAndGet();
    }

    /** A folder on a disk with extended attributes, gone with the JVM. */
    public static synchronized Path folder() {
        Path existing = folder;
        if (existing != null) {
            return existing;
        }
        try {
            Path made = Files.createTempDirectory("ocellus-test-servers");
            folder = made;
            Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stop, "stop-test-servers"));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for the test servers", e);
        }
    }

    private static void stop() {
        synchronized (started) {
            while (!started.isEmpty()) {
                started.pop().close();
            }
        }
        try {
            DataFolders.deleteRecursively(folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Once<T extends EmbeddedServer> {
        private final Supplier<T> starter;
        private @Nullable T value;

        Once(Supplier<T> starter) {
            this.starter = starter;
        }

        synchronized T get() {
            T present = value;
            if (present == null) {
                present = starter.get();
                value = present;
                synchronized (started) {
                    started.push(present);
                }
            }
            return present;
        }
    }
}
