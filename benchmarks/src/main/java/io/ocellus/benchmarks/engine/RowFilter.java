package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.model.Acceptance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * The rows that a search may return, as 64-bit words, the first row in the lowest bit of the first; none at all means every
 * row.
 */
record RowFilter(long[] words) {

    static final RowFilter NONE = new RowFilter(new long[0]);

    /** A random part of the rows; the same for the same number of rows. */
    static RowFilter random(int rows, double part) {
        Random random = new Random(42);
        long[] words = new long[(rows + 63) / 64];
        for (int row = 0; row < rows; row++) {
            if (random.nextDouble() < part) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return new RowFilter(words);
    }

    /** Reads little-endian words. */
    static RowFilter read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        long[] words = new long[bytes.remaining() / 8];
        bytes.asLongBuffer().get(words);
        return new RowFilter(words);
    }

    boolean acceptsAll() {
        return words.length == 0;
    }

    boolean accepts(int row) {
        return acceptsAll() || (words[row >>> 6] >>> row & 1) != 0;
    }

    Acceptance acceptance() {
        return acceptsAll() ? Acceptance.all() : Acceptance.of(words);
    }
}
