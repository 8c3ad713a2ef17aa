package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.BitKernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The signs of all rows' turned distances from their common middle, one bit a number, each row with two factors in the same
 * cache line (RaBitQ, SIGMOD 2024): {@code add + multiplier * (sum of the turned query by signs)} estimates the distance
 * without bias. Rows lie in their order, so that any of them is read alone; behind them lies the middle. Immutable once
 * written.
 *
 * @param words of 64 signs
 * @param middle what is taken off rows and queries before they are turned
 * @param base address of the first row
 */
public record SignRows(RowLayout layout, int words, float[] middle, long base) {

    /** Kernels read whole registers. */
    private static final int SPARE = BitKernels.PLANE_STEP;

    private static final int STEP = 32;
    private static final int SOME = 512;

    /** From that many dimensions on, one bit a number tells near rows from others well enough. */
    public static final int LEAST_DIMENSION = 192;

    private static final int SAMPLE = 50_000;

    private static int words(RowLayout layout) {
        return (layout.dimension() + 63) / 64;
    }

    static int rowBytes(RowLayout layout) {
        return (8 * words(layout) + 8 + STEP - 1) / STEP * STEP;
    }

    int rowBytes() {
        return rowBytes(layout);
    }

    public static void write(
            IndexFile.Writer writer, RowLayout layout, int rows, long vectors, float[] middle, BuildControl control) {
        long middleAt = (long) rowBytes(layout) * rows + SPARE;
        MemorySegment part = writer.part(IndexFile.Part.SIGNS, middleAt + 4L * layout.dimension());
        MemorySegment.copy(middle, 0, part, Memory.FLOAT, middleAt, layout.dimension());
        SignRows written = new SignRows(layout, words(layout), middle, part.address());
        Rotation rotation = new Rotation(layout.dimension());
        BuildThreads.forEach(control, rows, SOME, () -> {
            float[] turned = new float[layout.dimension()];
            return (from, to) -> {
                for (int row = from; row < to; row++) {
                    Memory.read(vectors + 4L * layout.stride() * row, turned, 0, turned.length);
                    written.code(row, turned, rotation);
                }
            };
        });
    }

    /** The mean of the rows, of some of them where they are many. */
    public static float[] middle(RowLayout layout, int rows, long vectors) {
        int some = Math.min(rows, SAMPLE);
        double[] sums = new double[layout.dimension()];
        float[] row = new float[layout.dimension()];
        for (int i = 0; i < some; i++) {
            Memory.read(vectors + 4L * layout.stride() * ((long) i * rows / some), row, 0, row.length);
            for (int d = 0; d < row.length; d++) {
                sums[d] += row[d];
            }
        }
        for (int d = 0; d < row.length; d++) {
            row[d] = (float) (sums[d] / Math.max(1, some));
        }
        return row;
    }

    public static SignRows read(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        long middleAt = (long) rowBytes(layout) * header.rows() + SPARE;
        IndexFile.Extent part = header.part(file, IndexFile.Part.SIGNS, middleAt + 4L * layout.dimension());
        float[] middle = new float[layout.dimension()];
        MemorySegment.copy(mapped, Memory.FLOAT, part.offset() + middleAt, middle, 0, middle.length);
        return new SignRows(layout, words(layout), middle, mapped.address() + part.offset());
    }

    private void code(int row, float[] rest, Rotation rotation) {
        double square = 0;
        double middleByRest = 0;
        for (int d = 0; d < rest.length; d++) {
            rest[d] -= middle[d];
            square += (double) rest[d] * rest[d];
            middleByRest += (double) middle[d] * rest[d];
        }
        rotation.apply(rest);
        long at = base + (long) rowBytes() * row;
        double size = 0;
        for (int word = 0; word < words; word++) {
            long signs = 0;
            int end = Math.min(rest.length, 64 * (word + 1));
            for (int d = 64 * word; d < end; d++) {
                signs |= rest[d] > 0 ? 1L << d : 0;
                size += Math.abs(rest[d]);
            }
            Memory.setLong(at + 8L * word, signs);
        }
        double unit = size > 0 ? square / size : 0;
        boolean squared = layout.metric() == Metric.L2;
        Memory.setFloat(at + 8L * words, (float) (squared ? square : -middleByRest));
        Memory.setFloat(at + 8L * words + 4, (float) (squared ? -2 * unit : -unit));
    }
}
