package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.PackedKernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.RowForm;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.training.TrainingRows;
import java.lang.foreign.MemorySegment;

/** Learns the ranges of {@link CodedRows} from a sample and writes codes of rows, in any order. Each thread has one. */
public final class RowEncoder {

    private final CodedRows target;
    private final RowLayout layout;
    private final float[] row;
    private final byte[] packed;

    public RowEncoder(
            IndexFile.Writer writer,
            RowForm form,
            CodedRows.Parts parts,
            RowLayout layout,
            int rows,
            TrainingRows sample) {
        this.layout = layout;
        int dimension = layout.dimension();
        float[] origin = new float[dimension];
        float[] step = new float[dimension];
        if (form.isScalar()) {
            learn(sample, layout, form, origin, step);
        }
        MemorySegment codes = writer.part(parts.codes(), CodedRows.codeBytes(form, layout, rows));
        MemorySegment ranges = writer.part(parts.ranges(), CodedRows.rangeBytes(form, layout, rows));
        if (form.isScalar()) {
            MemorySegment.copy(origin, 0, ranges, Memory.FLOAT, 0, dimension);
            MemorySegment.copy(step, 0, ranges, Memory.FLOAT, 4L * dimension, dimension);
        }
        this.target = new CodedRows(
                form,
                layout,
                CodedRows.rowBytes(form, layout),
                origin,
                step,
                codes.address(),
                ranges.address() + (form.isScalar() ? 8L * dimension : 0));
        this.row = new float[dimension];
        this.packed = new byte[PackedKernels.rowBytes(dimension, Math.min(16, form.bits())) + 1];
    }

    private RowEncoder(RowEncoder first) {
        this.target = first.target;
        this.layout = first.layout;
        this.row = new float[first.row.length];
        this.packed = new byte[first.packed.length];
    }

    /** Writes into the same rows, for another thread. */
    public RowEncoder another() {
        return new RowEncoder(this);
    }

    CodedRows rows() {
        return target;
    }

    /** How far from the mean a uniform range of so many bits should reach: further out are fewer than it costs to reach. */
    private static double reach(RowForm form) {
        return switch (form) {
            case SQ4 -> 2.7;
            case SQ6 -> 3.5;
            // Only a stray number is cut: rows much longer than most have the greatest inner products.
            default -> 40;
        };
    }

    private static void learn(TrainingRows sample, RowLayout layout, RowForm form, float[] origin, float[] step) {
        int dimension = layout.dimension();
        double[] sums = new double[dimension];
        double[] squares = new double[dimension];
        float[] least = new float[dimension];
        float[] most = new float[dimension];
        java.util.Arrays.fill(least, Float.POSITIVE_INFINITY);
        java.util.Arrays.fill(most, Float.NEGATIVE_INFINITY);
        float[] row = new float[dimension];
        for (int i = 0; i < sample.count(); i++) {
            Memory.read(sample.address() + 4L * layout.stride() * i, row, 0, dimension);
            for (int d = 0; d < dimension; d++) {
                sums[d] += row[d];
                squares[d] += (double) row[d] * row[d];
                least[d] = Math.min(least[d], row[d]);
                most[d] = Math.max(most[d], row[d]);
            }
        }
        int levels = (1 << form.bits()) - 1;
        for (int d = 0; d < dimension && sample.count() > 0; d++) {
            double mean = sums[d] / sample.count();
            double deviation = Math.sqrt(Math.max(0, squares[d] / sample.count() - mean * mean));
            double low = Math.max(least[d], mean - reach(form) * deviation);
            double high = Math.min(most[d], mean + reach(form) * deviation);
            origin[d] = (float) ((low + high) / 2);
            step[d] = (float) (Math.max(0, high - low) / levels);
        }
    }

    /** Keeps the row at that address, padded and normalised already, in that place. */
    public void write(int place, long address) {
        int dimension = layout.dimension();
        RowForm form = target.form();
        long to = target.base() + (long) target.rowBytes() * place;
        if (form == RowForm.FP32) {
            MemorySegment.copy(Memory.ALL, address, Memory.ALL, to, target.rowBytes());
            return;
        }
        Memory.read(address, row, 0, dimension);
        java.util.Arrays.fill(packed, (byte) 0);
        double norm = 0;
        for (int d = 0; d < dimension; d++) {
            float kept = switch (form) {
                case FP16 -> half(d);
                case BF16 -> brain(d);
                default -> scalar(d);
            };
            norm += (double) kept * kept;
        }
        Memory.write(packed, 0, target.rowBytes(), to);
        if (layout.metric() == Metric.L2) {
            Memory.setFloat(target.norms() + 4L * place, (float) norm);
        }
    }

    private float scalar(int d) {
        int bits = target.form().bits();
        float half = target.half();
        float step = target.step()[d];
        int code = step == 0
                ? Math.round(half)
                : Math.clamp(Math.round((row[d] - target.origin()[d]) / step + half), 0, (1 << bits) - 1);
        int at = d * bits;
        packed[at >> 3] |= (byte) (code << (at & 7));
        if ((at & 7) + bits > 8) {
            packed[(at >> 3) + 1] |= (byte) (code >> (8 - (at & 7)));
        }
        return step * (code - half);
    }

    private float half(int d) {
        short code = Float.floatToFloat16(Math.clamp(row[d], -65_504f, 65_504f));
        packed[2 * d] = (byte) code;
        packed[2 * d + 1] = (byte) (code >> 8);
        return Float.float16ToFloat(code);
    }

    private float brain(int d) {
        int bits = Float.floatToRawIntBits(row[d]);
        // To the nearest, ties to even; what would round up to infinity is cut instead.
        int rounded = (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
        short code = (short) ((rounded & 0x7f80) == 0x7f80 ? bits >>> 16 : rounded);
        packed[2 * d] = (byte) code;
        packed[2 * d + 1] = (byte) (code >> 8);
        return Float.intBitsToFloat(code << 16);
    }
}
