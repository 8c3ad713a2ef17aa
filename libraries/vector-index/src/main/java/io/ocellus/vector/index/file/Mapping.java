package io.ocellus.vector.index.file;

import io.ocellus.vector.index.model.IndexFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mapped file that is unmapped when its owner has closed it and the last reader has left: a count of holders, the owner
 * one of them. Entering and leaving cost one atomic addition each; nothing is ever read after the unmapping.
 */
public final class Mapping implements AutoCloseable {

    private final Arena arena;
    private final MemorySegment segment;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final AtomicInteger closed = new AtomicInteger();

    private Mapping(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
    }

    // The arena lives as long as its holders.
    public @SuppressWarnings("MustBeClosedChecker") static Mapping open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Mapping(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    public MemorySegment segment() {
        return segment;
    }

    long address() {
        return segment.address();
    }

    /** Keeps the memory until {@link #leave}. */
    public void enter() {
        while (true) {
            int now = holders.get();
            if (now == 0 || closed.get() != 0) {
                throw new IndexFailure.Closed();
            }
            if (holders.compareAndSet(now, now + 1)) {
                return;
            }
        }
    }

    public void leave() {
        if (holders.decrementAndGet() == 0) {
            arena.close();
        }
    }

    /** Refuses new readers; the memory goes with the last present one. Closing again does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(0, 1)) {
            leave();
        }
    }

    public boolean isMapped() {
        return arena.scope().isAlive();
    }
}
