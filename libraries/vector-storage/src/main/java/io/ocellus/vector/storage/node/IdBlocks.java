package io.ocellus.vector.storage.node;

import java.util.function.LongSupplier;

/** Numbers from blocks that a sequence hands out: unique among all nodes, rising within one. Thread-safe. */
final class IdBlocks {
    private final LongSupplier blocks;
    private final long size;
    private long next;
    private long end;

    IdBlocks(LongSupplier blocks, long size) {
        this.blocks = blocks;
        this.size = size;
    }

    synchronized long next() {
        return take(1);
    }

    /** The first of {@code count} numbers that follow one another. */
    synchronized long take(long count) {
        if (next + count > end) {
            next = blocks.getAsLong();
            end = next + size;
        }
        if (count > size) {
            throw new IllegalArgumentException(count + " ids at once, a block has " + size);
        }
        long taken = next;
        next += count;
        return taken;
    }
}
