package io.ocellus.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A chunk as clients want it: a ZIP of stored pictures in the order of frames, with a length that is known before the first byte is sent. Up
 * to {@link #IN_MEMORY} bytes it is a list of pictures in memory, beyond that a temporary file. Used by one thread; closing it removes the
 * file.
 */
public final class ChunkArchive implements AutoCloseable {
    private static final int IN_MEMORY = 16 << 20;
    private static final int LOCAL_LENGTH = 30;
    private static final int CENTRAL_LENGTH = 46;
    private static final int END_LENGTH = 22;
    private static final int UTF8 = 0x800;
    /** 1980-01-01: the same frames give the same bytes. */
    private static final short DATE = 0x21;

    private final Path folder;
    private final List<byte[]> pieces = new ArrayList<>();
    private final List<byte[]> directory = new ArrayList<>();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long length;
    private long inMemory;

    /** @param folder for the temporary file */
    public ChunkArchive(Path folder) {
        this.folder = folder;
    }

    /** Adds the next frame. */
    public void add(EncodedFrame frame) throws IOException {
        byte[] name = "%06d.%s".formatted(directory.size(), frame.extension()).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = frame.bytes();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        long offset = length;
        if (offset + bytes.length > 0xffff_0000L || directory.size() >= 0xffff) {
            throw new IOException("a chunk beyond 4 GiB");
        }
        append(ByteBuffer.allocate(LOCAL_LENGTH + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) UTF8)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(DATE)
                .putInt((int) crc.getValue())
                .putInt(bytes.length)
                .putInt(bytes.length)
                .putShort((short) name.length)
                .putShort((short) 0)
                .put(name)
                .array());
        append(bytes);
        directory.add(ByteBuffer.allocate(CENTRAL_LENGTH + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x02014b50)
                .putShort((short) 20)
                .putShort((short) 20)
                .putShort((short) UTF8)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(DATE)
                .putInt((int) crc.getValue())
                .putInt(bytes.length)
                .putInt(bytes.length)
                .putShort((short) name.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt((int) offset)
                .put(name)
                .array());
    }

    /** Writes the directory; nothing can be added after it. */
    public ChunkArchive finish() throws IOException {
        long start = length;
        for (byte[] record : directory) {
            append(record);
        }
        append(ByteBuffer.allocate(END_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) directory.size())
                .putShort((short) directory.size())
                .putInt((int) (length - start))
                .putInt((int) start)
                .putShort((short) 0)
                .array());
        if (out != null) {
            out.close();
            out = null;
        }
        return this;
    }

    public long length() {
        return length;
    }

    public void writeTo(OutputStream target) throws IOException {
        if (file != null) {
            try (InputStream in = Files.newInputStream(file)) {
                in.transferTo(target);
            }
            return;
        }
        for (byte[] piece : pieces) {
            target.write(piece);
        }
    }

    private void append(byte[] bytes) throws IOException {
        length += bytes.length;
        OutputStream open = out;
        if (open == null && inMemory + bytes.length <= IN_MEMORY && file == null) {
            pieces.add(bytes);
            inMemory += bytes.length;
            return;
        }
        if (open == null) {
            Path made = Files.createTempFile(folder, "chunk", ".zip");
            file = made;
            open = new java.io.BufferedOutputStream(Files.newOutputStream(made), 1 << 16);
            out = open;
            for (byte[] piece : pieces) {
                open.write(piece);
            }
            pieces.clear();
        }
        open.write(bytes);
    }

    @Override
    public void close() throws IOException {
        pieces.clear();
        if (out != null) {
            out.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
