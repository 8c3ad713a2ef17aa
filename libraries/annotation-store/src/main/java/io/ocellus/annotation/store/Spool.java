package io.ocellus.annotation.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of records, appended and then read from the start any number of times. A record has one byte of flags and a body. Not
 * thread-safe.
 */
final class Spool implements AutoCloseable {
    private static final int HEAD = 5;
    private static final int SMALLEST = 4 << 10;
    private static final int LARGEST = 256 << 10;
    private static final int FILE_BUFFER = 32 << 10;

    private final SpoolSpace space;
    private final List<byte[]> blocks = new ArrayList<>();
    private long inMemory;
    private int filled;
    private @Nullable FileChannel file;
    private @Nullable ByteBuffer fileBuffer;
    private long inFile;
    private long records;

    Spool(SpoolSpace space) {
        this.space = space;
    }

    long records() {
        return records;
    }

    void append(int flags, byte[] body, int from, int length) throws IOException {
        byte[] head = new byte[HEAD];
        RowEncoder.INT.set(head, 0, length);
        head[4] = (byte) flags;
        put(head, 0, HEAD);
        put(body, from, length);
        records++;
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        int left = length;
        while (left > 0) {
            if (file != null) {
                putToFile(bytes, at, left);
                return;
            }
            byte[] block = blocks.isEmpty() ? null : blocks.getLast();
            if (block == null || filled == block.length) {
                int size = block == null ? SMALLEST : Math.min(LARGEST, block.length * 4);
                if (!space.takeMemory(inMemory, size)) {
                    moveToFile();
                    continue;
                }
                inMemory += size;
                block = new byte[size];
                blocks.add(block);
                filled = 0;
            }
            int part = Math.min(left, block.length - filled);
            System.arraycopy(bytes, at, block, filled, part);
            filled += part;
            at += part;
            left -= part;
        }
    }

    private void moveToFile() throws IOException {
        file = space.openFile();
        fileBuffer = ByteBuffer.allocate(FILE_BUFFER);
        for (int i = 0; i < blocks.size(); i++) {
            byte[] block = blocks.get(i);
            putToFile(block, 0, i == blocks.size() - 1 ? filled : block.length);
        }
        blocks.clear();
        space.returnMemory(inMemory);
        inMemory = 0;
    }

    private void putToFile(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer buffer = java.util.Objects.requireNonNull(fileBuffer);
        int at = from;
        int left = length;
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(left, buffer.remaining());
            buffer.put(bytes, at, part);
            at += part;
            left -= part;
        }
    }

    private void flush() throws IOException {
        ByteBuffer buffer = fileBuffer;
        FileChannel channel = file;
        if (buffer == null || channel == null) {
            return;
        }
        buffer.flip();
        space.takeDisk(buffer.remaining());
        long begin = inFile;
        inFile += buffer.remaining();
        while (buffer.hasRemaining()) {
            channel.write(buffer, begin + buffer.position());
        }
        buffer.clear();
    }

    /** Reads from the first record; nothing may be appended any more. */
    Reader read() throws IOException {
        flush();
        return new Reader();
    }

    @Override
    public void close() {
        space.returnMemory(inMemory);
        inMemory = 0;
        blocks.clear();
        if (file != null) {
            space.returnDisk(inFile);
            inFile = 0;
            try {
                file.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                file = null;
                fileBuffer = null;
            }
        }
    }

    /** One pass over the records. */
    final class Reader {
        private final byte[] head = new byte[HEAD];
        private byte[] body = new byte[512];
        private int length;
        private long left = records;
        private int block;
        private int offset;
        private long position;
        private final ByteBuffer buffer =
                ByteBuffer.allocate(file == null ? 0 : FILE_BUFFER).limit(0);

        boolean next() throws IOException {
            if (left == 0) {
                return false;
            }
            left--;
            take(head, HEAD);
            length = (int) RowEncoder.INT.get(head, 0);
            if (body.length < length) {
                body = new byte[Math.max(length, body.length * 2)];
            }
            take(body, length);
            return true;
        }

        int flags() {
            return head[4];
        }

        /** Valid until the next {@link #next}; may be changed in place. */
        byte[] body() {
            return body;
        }

        int length() {
            return length;
        }

        private void take(byte[] into, int count) throws IOException {
            int done = 0;
            while (done < count) {
                int part;
                if (file == null) {
                    byte[] present = blocks.get(block);
                    part = Math.min(count - done, present.length - offset);
                    System.arraycopy(present, offset, into, done, part);
                    offset += part;
                    if (offset == present.length) {
                        block++;
                        offset = 0;
                    }
                } else {
                    if (!buffer.hasRemaining()) {
                        fill(file);
                    }
                    part = Math.min(count - done, buffer.remaining());
                    buffer.get(into, done, part);
                }
                done += part;
            }
        }

        private void fill(FileChannel channel) throws IOException {
            buffer.clear();
            int got = channel.read(buffer, position);
            if (got <= 0) {
                throw new EOFException("the spool ends early");
            }
            position += got;
            buffer.flip();
        }
    }
}
