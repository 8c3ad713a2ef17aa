package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.row.ColumnBlocks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Codes of residuals by a {@link ProductBook}. Confined to one thread. */
public final class ProductCode {

    private final ProductBook book;
    private final ColumnBlocks[] columns;
    private final int sliceStride;
    private final MemorySegment slice;
    private final float[] scratch;
    private final int[] nearest = new int[1];
    private final byte[] code;
    private float add;

    public ProductCode(ProductBook book, int bits) {
        this.book = book;
        this.sliceStride = ElementType.stride(book.width());
        this.slice = Memory.allocate(Arena.ofAuto(), 4L * sliceStride);
        this.columns = new ColumnBlocks[book.groups()];
        int trained = 1 << bits;
        for (int group = 0; group < columns.length; group++) {
            float[] rows = new float[trained * sliceStride];
            for (int entry = 0; entry < trained; entry++) {
                for (int d = 0; d < book.width(); d++) {
                    rows[entry * sliceStride + d] = book.centre(group, d, entry);
                }
            }
            columns[group] = new ColumnBlocks(rows, trained, book.width(), sliceStride);
        }
        this.scratch = new float[columns[0].width()];
        this.code = new byte[book.groups()];
    }

    /** Codes the residual of a row from a centre, and what its square adds to distances under L2. */
    public void encode(float[] residual, float[] centres, int centreAt) {
        double sum = 0;
        for (int group = 0; group < columns.length; group++) {
            int at = group * book.width();
            Memory.write(residual, at, book.width(), slice.address());
            columns[group].nearest(slice.address(), 1, scratch, nearest, 0);
            code[group] = (byte) nearest[0];
            for (int d = 0; d < book.width(); d++) {
                double value = book.centre(group, d, nearest[0]);
                sum += value * (value + 2 * centres[centreAt + at + d]);
            }
        }
        add = (float) sum;
    }

    public byte[] code() {
        return code;
    }

    public float add() {
        return add;
    }
}
