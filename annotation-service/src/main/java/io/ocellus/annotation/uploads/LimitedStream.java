package io.ocellus.annotation.uploads;

import io.ocellus.annotation.model.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to give more than a number of bytes. Used by one thread at a time. */
final class LimitedStream extends FilterInputStream {
    private final long limit;
    private final String name;
    private long count;

    LimitedStream(InputStream in, long limit, String name) {
        super(in);
        this.limit = limit;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            counted(1);
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            counted(read);
        }
        return read;
    }

    private void counted(int more) throws IOException {
        count += more;
        if (count > limit) {
            throw new TooLong(new Failure.TooLarge(name + " has more than " + limit + " bytes"));
        }
    }

    /** Carries the failure through code that knows only I/O. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
        private final Failure failure;

        TooLong(Failure failure) {
            super(failure);
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }
}
