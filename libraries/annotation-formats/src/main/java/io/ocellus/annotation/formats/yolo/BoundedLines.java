package io.ocellus.annotation.formats.yolo;

import io.ocellus.annotation.model.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses a text with a line that nobody writes. */
final class BoundedLines extends FilterInputStream {
    private final int longest;
    private final String name;
    private int length;

    BoundedLines(InputStream in, int longest, String name) {
        super(in);
        this.longest = longest;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int taken = super.read(bytes, offset, count);
        for (int i = 0; i < taken; i++) {
            length = bytes[offset + i] == '\n' ? 0 : length + 1;
            if (length > longest) {
                throw new Failure.Invalid("'" + name + "' has a line of more than " + longest + " bytes");
            }
        }
        return taken;
    }
}
