package io.ocellus.annotation.formats.archives;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can be read from any place, such as an object or a file. Thread-safe. */
public interface ByteSource {
    long size();

    /** The bytes {@code offset..offset+length}, fewer where the source ends. The caller closes the stream. */
    InputStream open(long offset, long length) throws IOException;

    default InputStream open() throws IOException {
        return open(0, size());
    }

    /** The bytes {@code offset..offset+length}, all of them. */
    default byte[] read(long offset, int length) throws IOException {
        try (InputStream in = open(offset, length)) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException(
                        "The source ends at " + (offset + bytes.length) + ", before " + (offset + length));
            }
            return bytes;
        }
    }

    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream open(long offset, long length) {
                int from = (int) Math.min(offset, bytes.length);
                return new java.io.ByteArrayInputStream(bytes, from, (int) Math.min(length, bytes.length - from));
            }
        };
    }

    static ByteSource of(Path file) throws IOException {
        long size = Files.size(file);
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open(long offset, long length) throws IOException {
                FileInputStream in = new FileInputStream(file.toFile());
                try {
                    in.getChannel().position(offset);
                } catch (IOException e) {
                    in.close();
                    throw e;
                }
                return new LimitedInput(in, length);
            }
        };
    }
}
