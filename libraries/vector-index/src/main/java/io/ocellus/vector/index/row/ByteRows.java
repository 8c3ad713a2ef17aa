package io.ocellus.vector.index.row;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.ByteKernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import java.lang.foreign.MemorySegment;

/**
 * Rows in signed bytes: each dimension has its own middle and step, so that {@code x[d] = middle[d] + step[d] * code[d]}
 * about. Under L2 the squared distance of each row from the middles lies beside: its own where floats are kept for what counts,
 * else that of what its code stands for. Distances are taken from the middles, so that an offset all rows share costs no
 * precision.
 *
 * @param base address of the codes, {@code stride} bytes a row
 * @param norms address of the squared distances from the middles under L2
 */
public record ByteRows(RowLayout layout, int stride, float[] middle, float[] step, long base, long norms) {

    private static final int SOME = 1_024;

    /** Dimensions that one thread learns at least: a line of the cache. */
    private static final int LEAST_LEARNT = 16;

    /** Numbers farther from the middle by so many deviations are cut: a single one must not make all steps wide. */
    private static final double REACH = 40;

    /** Codes all rows, whose floats are kept, into parts of the file. */
    public static ByteRows write(
            IndexFile.Writer writer, RowLayout layout, int rows, long vectors, BuildControl control) {
        return write(writer, layout, rows, vectors, false, control);
    }

    /** The same, with norms of the codes where these are all that is kept. */
    public static ByteRows write(
            IndexFile.Writer writer, RowLayout layout, int rows, long vectors, boolean alone, BuildControl control) {
        int dimension = layout.dimension();
        float[] middle = new float[dimension];
        float[] step = new float[dimension];
        learn(layout, rows, vectors, middle, step, control);
        int stride = ByteKernels.stride(dimension);
        MemorySegment codes = writer.part(IndexFile.Part.CODES, (long) stride * rows);
        boolean normed = layout.metric() == Metric.L2;
        MemorySegment scales = writer.part(IndexFile.Part.ROW_SCALES, 8L * dimension + (normed ? 4L * rows : 0));
        MemorySegment.copy(middle, 0, scales, Memory.FLOAT, 0, dimension);
        MemorySegment.copy(step, 0, scales, Memory.FLOAT, 4L * dimension, dimension);
        long norms = scales.address() + 8L * dimension;
        ByteRows written = new ByteRows(layout, stride, middle, step, codes.address(), norms);
        BuildThreads.forEach(control, rows, SOME, () -> {
            float[] row = new float[dimension];
            byte[] code = new byte[stride];
            return (from, to) -> {
                for (int i = from; i < to; i++) {
                    Memory.read(vectors + 4L * layout.stride() * i, row, 0, dimension);
                    written.code(i, row, code, alone);
                }
            };
        });
        return written;
    }

    private void code(int i, float[] row, byte[] code, boolean alone) {
        double norm = 0;
        for (int d = 0; d < row.length; d++) {
            code[d] = step[d] == 0 ? 0 : (byte) Math.clamp(Math.round((row[d] - middle[d]) / step[d]), -127, 127);
            double value = alone ? (double) step[d] * code[d] : row[d] - (double) middle[d];
            norm += value * value;
        }
        Memory.write(code, 0, stride, base + (long) stride * i);
        if (layout.metric() == Metric.L2) {
            Memory.setFloat(norms + 4L * i, (float) norm);
        }
    }

    /** Each thread sees to some of the dimensions: the same whatever the threads. */
    private static void learn(
            RowLayout layout, int rows, long vectors, float[] middle, float[] step, BuildControl control) {
        int dimension = layout.dimension();
        int parts = Math.clamp(dimension / LEAST_LEARNT, 1, control.threads());
        BuildThreads.forEach(control, parts, 1, () -> (part, end) -> {
            int from = dimension * part / parts;
            learn(layout, rows, vectors, middle, step, from, dimension * end / parts - from);
        });
    }

    private static void learn(
            RowLayout layout, int rows, long vectors, float[] middle, float[] step, int from, int dimension) {
        int some = Math.min(rows, 50_000);
        double[] sums = new double[dimension];
        double[] squares = new double[dimension];
        float[] most = new float[dimension];
        float[] row = new float[dimension];
        for (int pass = 0; pass < 2; pass++) {
            // The longest rows have the greatest inner products: none of them is cut.
            int count = pass == 0 || layout.metric() != Metric.IP ? some : rows;
            for (int i = 0; i < count; i++) {
                long at = vectors + 4L * (layout.stride() * ((long) i * rows / count) + from);
                Memory.read(at, row, 0, dimension);
                for (int d = 0; d < dimension; d++) {
                    if (pass == 0) {
                        sums[d] += row[d];
                        squares[d] += (double) row[d] * row[d];
                    } else {
                        most[d] = Math.max(most[d], Math.abs(row[d] - middle[from + d]));
                    }
                }
            }
            for (int d = 0; d < dimension && some > 0; d++) {
                double mean = sums[d] / some;
                middle[from + d] = (float) mean;
                double deviation = Math.sqrt(Math.max(0, squares[d] / some - mean * mean));
                step[from + d] = (float) Math.min(most[d], REACH * deviation) / 127;
            }
        }
    }

    public static ByteRows read(
            java.nio.file.Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        int dimension = layout.dimension();
        int stride = ByteKernels.stride(dimension);
        boolean normed = layout.metric() == Metric.L2;
        long codes = header.part(file, IndexFile.Part.CODES, (long) stride * header.rows())
                .offset();
        long scales = header.part(file, IndexFile.Part.ROW_SCALES, 8L * dimension + (normed ? 4L * header.rows() : 0))
                .offset();
        float[] middle = new float[dimension];
        float[] step = new float[dimension];
        MemorySegment.copy(mapped, Memory.FLOAT, scales, middle, 0, dimension);
        MemorySegment.copy(mapped, Memory.FLOAT, scales + 4L * dimension, step, 0, dimension);
        return new ByteRows(
                layout, stride, middle, step, mapped.address() + codes, mapped.address() + scales + 8L * dimension);
    }
}
