package io.ocellus.annotation.annotations;

import io.ocellus.annotation.model.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;

/** A body that may not be longer than a limit. */
final class BoundedBody extends FilterInputStream {
    private final long limit;
    private long read;

    BoundedBody(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int got = super.read(into, offset, length);
        count(Math.max(got, 0));
        return got;
    }

    private void count(int more) throws Exceeded {
        read += more;
        if (read > limit) {
            throw new Exceeded(limit);
        }
    }

    static Failure.TooLarge refusal(long limit) {
        return new Failure.TooLarge(
                "The body is larger than " + limit + " bytes. Send the annotations in several requests.");
    }

    /** The limit was passed while reading. */
    static final class Exceeded extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final long limit;

        Exceeded(long limit) {
            super("larger than " + limit);
            this.limit = limit;
        }

        Failure.TooLarge failure() {
            return refusal(limit);
        }
    }
}
