package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.PackedKernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.RowForm;
import io.ocellus.vector.index.row.FloatScorer;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.RowScorer;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Rows in few bits a number, one after another. Scalar forms have a range for each dimension: {@code x[d] = origin[d] +
 * step[d] * (code[d] - half)} about; others keep the numbers themselves. Under L2 the squared norm of what the code stands
 * for, less the origin, lies beside: distances are to the coded row, and an offset common to all rows costs no digits.
 * Immutable.
 *
 * @param base address of the codes, {@code rowBytes} a row
 * @param norms address of the norms under L2
 */
public record CodedRows(
        RowForm form, RowLayout layout, int rowBytes, float[] origin, float[] step, long base, long norms) {

    /** Where the codes and the ranges of one index lie. */
    public record Parts(IndexFile.Part codes, IndexFile.Part ranges) {
        public static final Parts ROWS = new Parts(IndexFile.Part.ROW_CODES, IndexFile.Part.ROW_RANGES);
        public static final Parts REFINE = new Parts(IndexFile.Part.REFINE_CODES, IndexFile.Part.REFINE_RANGES);
    }

    float half() {
        return halfOf(form);
    }

    static float halfOf(RowForm form) {
        return form.isScalar() ? ((1 << form.bits()) - 1) / 2f : 0;
    }

    static int rowBytes(RowForm form, RowLayout layout) {
        return form == RowForm.FP32 ? 4 * layout.stride() : PackedKernels.rowBytes(layout.dimension(), form.bits());
    }

    static long codeBytes(RowForm form, RowLayout layout, int rows) {
        return (long) rowBytes(form, layout) * rows + PackedKernels.SPARE;
    }

    static long rangeBytes(RowForm form, RowLayout layout, int rows) {
        return (form.isScalar() ? 8L * layout.dimension() : 0)
                + (layout.metric() == Metric.L2 && form != RowForm.FP32 ? 4L * rows : 0);
    }

    public RowScorer scorer() {
        return form == RowForm.FP32 ? new FloatScorer(layout, base) : new CodedScorer(this);
    }

    public static CodedRows read(
            Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped, RowForm form, Parts parts) {
        int dimension = layout.dimension();
        long codes = header.part(file, parts.codes(), codeBytes(form, layout, header.rows()))
                .offset();
        long ranges = header.part(file, parts.ranges(), rangeBytes(form, layout, header.rows()))
                .offset();
        float[] origin = new float[dimension];
        float[] step = new float[dimension];
        if (form.isScalar()) {
            MemorySegment.copy(mapped, Memory.FLOAT, ranges, origin, 0, dimension);
            MemorySegment.copy(mapped, Memory.FLOAT, ranges + 4L * dimension, step, 0, dimension);
        }
        return new CodedRows(
                form,
                layout,
                rowBytes(form, layout),
                origin,
                step,
                mapped.address() + codes,
                mapped.address() + ranges + (form.isScalar() ? 8L * dimension : 0));
    }
}
