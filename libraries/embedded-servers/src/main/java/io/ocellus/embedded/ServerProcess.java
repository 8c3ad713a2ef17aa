package io.ocellus.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in a process of its own, restarted when it dies by itself. It stays a child of this JVM, never a daemon. Rule of locking:
 * {@code this} guards {@link #process} and {@link #closing}; readiness is awaited outside the lock.
 */
final class ServerProcess {
    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final Path folder;
    private final List<String> command;
    private final Map<String, String> environment;
    private final byte[] input;
    private final Path logFile;
    private final String stopSignal;
    private final BooleanSupplier ready;
    private final Path staleLock;
    private @Nullable Process process;
    private boolean closing;

    /**
     * @param folder its working directory, by which {@link Leftovers} finds it
     * @param input written to its standard input, which is then closed: settings with secrets, which a command line would show
     * @param stopSignal the orderly stop, as {@code kill} names it
     * @param staleLock a pid file that a killed server leaves; removed once nothing runs in the folder, since its number may meanwhile be
     *     that of any other process, which the server would take for itself
     */
    ServerProcess(
            String name,
            Path folder,
            List<String> command,
            Map<String, String> environment,
            String input,
            Path logFile,
            String stopSignal,
            BooleanSupplier ready,
            Path staleLock) {
        this.name = name;
        this.folder = folder;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.input = input.getBytes(StandardCharsets.UTF_8);
        this.logFile = logFile;
        this.stopSignal = stopSignal;
        this.ready = ready;
        this.staleLock = staleLock;
    }

    void start() {
        Leftovers.end(folder);
        try {
            Files.deleteIfExists(staleLock);
        } catch (IOException e) {
            throw new ServerStartFailure("cannot remove " + staleLock + ": " + e.getMessage(), e);
        }
        spawn();
        awaitReady();
    }

    boolean isAlive() {
        Process current = current();
        return current != null && current.isAlive();
    }

    private synchronized @Nullable Process current() {
        return process;
    }

    private synchronized void spawn() {
        if (closing) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(logFile.toFile()));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            try (OutputStream out = started.getOutputStream()) {
                out.write(input);
            }
            process = started;
            var _ = started.onExit().thenAccept(this::ended);
        } catch (IOException e) {
            throw new ServerStartFailure(name + " does not start: " + e.getMessage(), e);
        }
    }

    private void awaitReady() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready.getAsBoolean()) {
            if (!isAlive() || System.nanoTime() > end) {
                throw new ServerStartFailure(
                        name + (isAlive() ? " does not answer" : " ended at once") + "; its log: " + tail());
            }
            Pause.millis(15);
        }
    }

    private void ended(Process which) {
        synchronized (this) {
            if (closing || !which.equals(process)) {
                return;
            }
        }
        log.warn("{} ended by itself (exit {}), starting it again", name, which.exitValue());
        Thread.ofVirtual().name("restart-" + name).start(this::restart);
    }

    private void restart() {
        for (int attempt = 1; !isClosing(); attempt++) {
            try {
                start();
                log.info("{} is back", name);
                return;
            } catch (ServerStartFailure e) {
                log.error("{} did not come back (attempt {}): {}", name, attempt, e.getMessage());
                abandon();
                Pause.millis(Math.min(5_000, 200L * attempt));
            }
        }
    }

    /** Makes a failed attempt's process end without a second restart loop. */
    private synchronized void abandon() {
        Process failed = process;
        process = null;
        if (failed != null) {
            failed.destroyForcibly();
        }
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    void close(Duration limit) {
        Process last;
        synchronized (this) {
            closing = true;
            last = process;
        }
        if (last == null || !last.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + stopSignal, Long.toString(last.pid()))
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
            if (!last.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} did not stop within {}, ending it by force", name, limit);
                last.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            last.destroyForcibly();
        }
    }

    private String tail() {
        try {
            String text = Files.readString(logFile, StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 600)).strip();
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }
}
