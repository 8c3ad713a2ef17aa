package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.VectorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A two-dimensional float32 array in NumPy's .npy format, read in parts. */
final class NumpyFile implements VectorSource, AutoCloseable {

    private static final Pattern SHAPE = Pattern.compile("'shape': \\((\\d+), (\\d+)\\)");

    private final FileChannel channel;
    private final int rows;
    private final int dimension;
    private final long start;

    NumpyFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(head, 0);
        boolean wide = head.get(6) >= 2;
        int length = wide ? head.getInt(8) : head.getShort(8) & 0xffff;
        int at = wide ? 12 : 10;
        ByteBuffer text = ByteBuffer.allocate(length);
        channel.read(text, at);
        String header = new String(text.array(), StandardCharsets.US_ASCII);
        Matcher shape = SHAPE.matcher(header);
        if (!shape.find() || !header.contains("'<f4'") || !header.contains("'fortran_order': False")) {
            throw new IOException(
                    file + " must hold a C-ordered float32 array of two dimensions, is " + header.strip());
        }
        rows = Integer.parseInt(shape.group(1));
        dimension = Integer.parseInt(shape.group(2));
        start = (long) at + length;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void read(int from, int count, float[] target) {
        ByteBuffer buffer = ByteBuffer.allocate(count * dimension * 4).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, start + 4L * dimension * from + buffer.position()) < 0) {
                    throw new IOException("the file ends within row " + (from + buffer.position() / 4 / dimension));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.flip().asFloatBuffer().get(target, 0, count * dimension);
    }

    float[] all() {
        float[] all = new float[rows * dimension];
        read(0, rows, all);
        return all;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Writes 64-bit integers, {@code width} to a row. */
    static void write(Path file, long[] values, int width) throws IOException {
        String header =
                "{'descr': '<i8', 'fortran_order': False, 'shape': (" + values.length / width + ", " + width + "), }";
        int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer buffer = ByteBuffer.allocate(10 + padded + values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        buffer.putShort((short) padded);
        buffer.put(header.getBytes(StandardCharsets.US_ASCII));
        while (buffer.position() < 10 + padded - 1) {
            buffer.put((byte) ' ');
        }
        buffer.put((byte) '\n');
        for (long value : values) {
            buffer.putLong(value);
        }
        Files.write(file, buffer.array());
    }
}
