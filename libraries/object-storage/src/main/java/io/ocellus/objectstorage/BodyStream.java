package io.ocellus.objectstorage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Remembers what the caller's stream threw, so that it is not mistaken for a fault of the store. Used by one thread at a time. */
final class BodyStream extends FilterInputStream {
    private volatile @Nullable IOException failure;

    BodyStream(InputStream body) {
        super(body);
    }

    void rethrow() throws IOException {
        IOException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() {
        // The caller closes what the caller opened.
    }
}
