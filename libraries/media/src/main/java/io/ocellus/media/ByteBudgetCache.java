package io.ocellus.media;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Encoded pictures within a budget of bytes; the ones not used for the longest time go first. What is asked for by several at once is made
 * once, by the first; a failure is told to all of them and not kept. Thread-safe: one lock guards the maps, never held while making.
 */
final class ByteBudgetCache<K> {
    /** Makes what is missing. */
    interface Maker {
        EncodedFrame make() throws IOException;
    }

    private final long budget;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<K, EncodedFrame> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<K, CompletableFuture<EncodedFrame>> flights = new HashMap<>();
    private long bytes;

    ByteBudgetCache(long budget) {
        this.budget = budget;
    }

    EncodedFrame get(K key, Maker maker) throws IOException {
        CompletableFuture<EncodedFrame> flight = new CompletableFuture<>();
        Optional<CompletableFuture<EncodedFrame>> others = Optional.empty();
        lock.lock();
        try {
            EncodedFrame found = kept.get(key);
            if (found != null) {
                return found;
            }
            others = Optional.ofNullable(flights.putIfAbsent(key, flight));
        } finally {
            lock.unlock();
        }
        return others.isPresent() ? landed(others.get()) : made(key, flight, maker);
    }

    private EncodedFrame made(K key, CompletableFuture<EncodedFrame> flight, Maker maker) throws IOException {
        try {
            EncodedFrame made = maker.make();
            keep(key, made);
            flight.complete(made);
            return made;
        } catch (Throwable e) {
            forget(key);
            flight.completeExceptionally(e);
            throw e;
        }
    }

    private static EncodedFrame landed(CompletableFuture<EncodedFrame> flight) throws IOException {
        try {
            return flight.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private void keep(K key, EncodedFrame made) {
        lock.lock();
        try {
            flights.remove(key);
            EncodedFrame old = kept.put(key, made);
            bytes += made.bytes().length - (old == null ? 0 : old.bytes().length);
            var oldest = kept.entrySet().iterator();
            while (bytes > budget && oldest.hasNext()) {
                bytes -= oldest.next().getValue().bytes().length;
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(K key) {
        lock.lock();
        try {
            flights.remove(key);
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
