package io.ocellus.media;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;

/** Bytes that can be read at any position, such as an object of the store. Used by one thread at a time. */
public interface ByteSource extends Closeable {
    long length();

    /** Reads at most {@code count} bytes at {@code position}; -1 at the end. */
    int read(long position, byte[] into, int offset, int count) throws IOException;

    /** Exactly {@code count} bytes at {@code position}. */
    default byte[] bytes(long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        int filled = 0;
        while (filled < count) {
            int read = read(position + filled, bytes, filled, count - filled);
            if (read < 0) {
                throw new EOFException("the file ends at " + (position + filled));
            }
            filled += read;
        }
        return bytes;
    }
}
