package io.ocellus.media;

import io.ocellus.objectstorage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of the store as a {@link ByteSource}: the file itself where it lies on this machine, otherwise ranges of a megabyte, of which
 * the last one read is kept. Used by one thread at a time.
 */
public final class ObjectBytes implements ByteSource {
    private static final int WINDOW = 1 << 20;
    private final ObjectStore store;
    private final String key;
    private final long length;
    private final @Nullable FileChannel file;
    private byte[] window = new byte[0];
    private long windowStart;

    private ObjectBytes(ObjectStore store, String key, long length, @Nullable FileChannel file) {
        this.store = store;
        this.key = key;
        this.length = length;
        this.file = file;
    }

    public static ObjectBytes open(ObjectStore store, String key, long length) throws IOException {
        Optional<Path> local = store.localFile(key);
        return new ObjectBytes(
                store, key, length, local.isPresent() ? FileChannel.open(local.get(), StandardOpenOption.READ) : null);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long position, byte[] into, int offset, int count) throws IOException {
        if (position >= length) {
            return -1;
        }
        if (file != null) {
            return file.read(ByteBuffer.wrap(into, offset, count), position);
        }
        if (position < windowStart || position >= windowStart + window.length) {
            try (InputStream in = store.get(key, position, Math.min(WINDOW, length - position))) {
                window = in.readAllBytes();
                windowStart = position;
            }
        }
        int from = (int) (position - windowStart);
        int copied = Math.min(count, window.length - from);
        if (copied <= 0) {
            return -1;
        }
        System.arraycopy(window, from, into, offset, copied);
        return copied;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
