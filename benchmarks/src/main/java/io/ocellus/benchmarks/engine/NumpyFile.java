package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.model.VectorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A two-dimensional array of numbers in NumPy's .npy format, in either order, read in parts as float32. For one thread at a
 * time.
 */
final class NumpyFile implements VectorSource, AutoCloseable {

    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(\\s*(\\d+)L?\\s*,\\s*(\\d+)L?\\s*,?\\s*\\)");
    private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern COLUMNS_FIRST = Pattern.compile("'fortran_order':\\s*True");
    private static final int MAX_HEADER = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final NumpyType type;
    private final boolean columnsFirst;
    private final int rows;
    private final int dimension;
    private final long start;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4 << 20);

    NumpyFile(Path file) throws IOException {
        this.file = file;
        if (Files.isDirectory(file)) {
            throw new BenchmarkFailure(file + " is a folder");
        }
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new BenchmarkFailure(file + " does not exist");
        }
        try {
            String header = header();
            start = buffer.position();
            Matcher description = DESCRIPTION.matcher(header);
            Matcher shape = SHAPE.matcher(header);
            if (!description.find()) {
                throw new BenchmarkFailure(file + " must hold plain numbers, is " + header);
            }
            if (!shape.find()) {
                throw new BenchmarkFailure(
                        file + " must hold an array of two dimensions (rows, numbers), is " + header);
            }
            NumpyType.Ordered ordered = type(description.group(1));
            type = ordered.type();
            buffer.order(ordered.order());
            columnsFirst = COLUMNS_FIRST.matcher(header).find();
            rows = number(shape.group(1));
            dimension = number(shape.group(2));
            long needed = start + (long) rows * dimension * type.bytes();
            if (channel.size() < needed) {
                throw new BenchmarkFailure(file + " is cut short: " + rows + " x " + dimension + " numbers take "
                        + needed + " bytes, it has " + channel.size());
            }
        } catch (BenchmarkFailure | IOException e) {
            channel.close();
            throw e;
        }
    }

    private NumpyType.Ordered type(String description) {
        try {
            return NumpyType.of(description);
        } catch (BenchmarkFailure e) {
            throw new BenchmarkFailure(file + ": " + e.getMessage());
        }
    }

    private int number(String digits) {
        try {
            int number = Integer.parseInt(digits);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BenchmarkFailure(file + " has a side of " + digits + ": at most " + Integer.MAX_VALUE);
        }
        throw new BenchmarkFailure(file + " holds no vectors: one of its sides is 0");
    }

    /** The text of the header; the buffer's position is where the numbers begin. */
    private String header() throws IOException {
        buffer.order(ByteOrder.LITTLE_ENDIAN).clear().limit(12);
        int read = channel.read(buffer, 0);
        if (read < 12
                || (buffer.get(0) & 0xff) != 0x93
                || !"NUMPY".equals(new String(bytes(1, 5), StandardCharsets.US_ASCII))) {
            throw new BenchmarkFailure(file + " is no .npy file");
        }
        boolean wide = buffer.get(6) >= 2;
        int length = wide ? buffer.getInt(8) : buffer.getShort(8) & 0xffff;
        int at = wide ? 12 : 10;
        if (length < 1 || length > MAX_HEADER) {
            throw new BenchmarkFailure(file + " has a header of " + length + " bytes");
        }
        fill(at, length);
        String text = new String(bytes(0, length), StandardCharsets.UTF_8).strip();
        buffer.limit(buffer.capacity()).position(at + length);
        return text;
    }

    private byte[] bytes(int at, int length) {
        byte[] bytes = new byte[length];
        buffer.get(at, bytes);
        return bytes;
    }

    private void fill(long at, int length) throws IOException {
        buffer.clear().limit(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new BenchmarkFailure(file + " is cut short");
            }
        }
        buffer.flip();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    Path file() {
        return file;
    }

    @Override
    public void read(int from, int count, float[] target) {
        try {
            if (columnsFirst) {
                for (int d = 0; d < dimension; d++) {
                    copy((long) rows * d + from, count, target, d, dimension);
                }
            } else {
                copy((long) dimension * from, Math.multiplyExact(count, dimension), target, 0, 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies numbers that lie one after another to every {@code step}-th place of the target. */
    private void copy(long first, int count, float[] target, int at, int step) throws IOException {
        int most = buffer.capacity() / type.bytes();
        for (int done = 0; done < count; done += most) {
            int some = Math.min(most, count - done);
            fill(start + (first + done) * type.bytes(), some * type.bytes());
            if (type == NumpyType.F4 && step == 1) {
                buffer.asFloatBuffer().get(target, at + done, some);
                continue;
            }
            for (int i = 0; i < some; i++) {
                target[at + (done + i) * step] = type.read(buffer, i * type.bytes());
            }
        }
    }

    /** Every row, checked to be finite. */
    float[] all() {
        if ((long) rows * dimension > Integer.MAX_VALUE - 16) {
            throw new BenchmarkFailure(
                    file + " holds " + rows + " x " + dimension + " numbers, too many for one array");
        }
        float[] all = new float[rows * dimension];
        int step = Math.max(1, (1 << 20) / dimension);
        float[] part = new float[Math.min(step, rows) * dimension];
        for (int row = 0; row < rows; row += step) {
            int count = Math.min(step, rows - row);
            read(row, count, part);
            System.arraycopy(part, 0, all, row * dimension, count * dimension);
        }
        for (int i = 0; i < all.length; i++) {
            if (!Float.isFinite(all[i])) {
                throw new BenchmarkFailure(file + ": vector " + i / dimension + " holds " + all[i] + " at position "
                        + i % dimension + ", every number must be finite");
            }
        }
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
        ByteBuffer head = ByteBuffer.allocate(10 + padded).order(ByteOrder.LITTLE_ENDIAN);
        head.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        head.putShort((short) padded);
        head.put(header.getBytes(StandardCharsets.US_ASCII));
        while (head.hasRemaining()) {
            head.put(head.remaining() == 1 ? (byte) '\n' : (byte) ' ');
        }
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(out, head.flip());
            ByteBuffer part = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
            for (int from = 0; from < values.length; from += part.capacity() / 8) {
                int count = Math.min(part.capacity() / 8, values.length - from);
                part.clear().asLongBuffer().put(values, from, count);
                write(out, part.limit(count * 8));
            }
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
