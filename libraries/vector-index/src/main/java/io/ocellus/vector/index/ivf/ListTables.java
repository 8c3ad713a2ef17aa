package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.partition.ListOrder;
import io.ocellus.vector.index.quantizer.CodeBook;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a query needs to scan {@link InvertedLists}: the lists near it, and its table of codes. Confined to one thread. */
public final class ListTables {

    private final RowLayout layout;
    private final InvertedLists lists;
    private final CodeBook book;
    private final float[] products;
    private final ListOrder order;
    private final float[] far;
    private final MemorySegment shifted;

    public ListTables(RowLayout layout, InvertedLists lists) {
        this.layout = layout;
        this.lists = lists;
        this.book = lists.book();
        this.products = new float[book.groups() * CodeBook.CENTRES];
        this.order = new ListOrder(lists.lists());
        this.far = new float[lists.lists()];
        this.shifted = Memory.allocate(Arena.ofAuto(), 4L * layout.stride());
    }

    /**
     * The nearest lists, nearest first, with what their centre adds to a distance; how many there are.
     *
     * @param dots the query's products with all centres, from {@code at} on
     */
    public int nearestLists(long query, float[] dots, int at, int probes, long[] target) {
        int count = lists.lists();
        if (lists.biased()) {
            float norm = 0;
            for (int d = 0; d < layout.dimension(); d++) {
                float value = Memory.getFloat(query + 4L * d);
                norm += value * value;
            }
            for (int list = 0; list < count; list++) {
                far[list] = norm + 2 * (lists.centres().halfNorm(list) - dots[at + list]);
            }
        } else {
            for (int list = 0; list < count; list++) {
                far[list] = -dots[at + list];
            }
        }
        return order.nearest(far, count, probes, target);
    }

    /** How far the centres of all lists are from the query whose nearest lists were asked for last. */
    void distances(float[] target) {
        System.arraycopy(far, 0, target, 0, far.length);
    }

    /**
     * @param table room for the table, 64 bytes a group
     * @param scale out: what a sum of zeros stands for, and one step, in units of a list
     */
    public void tables(long query, long table, float[] scale) {
        CodeBook.KERNELS.tables(
                book,
                lists.biased() ? fromMiddle(query) : query,
                layout.dimension(),
                lists.biased() ? -2 : -1,
                lists.biasStep() * InvertedLists.BIAS_LEVELS,
                products,
                table,
                scale);
        if (!lists.biased()) {
            return;
        }
        float steps = scale[1] > 0 ? lists.biasStep() / scale[1] : 0;
        long first = table + (long) book.groups() * CodeBook.CENTRES;
        for (int level = 0; level < CodeBook.CENTRES; level++) {
            Memory.setByte(first + level, (byte) Math.min(63, (int) (level * steps + 0.5f)));
        }
        for (int group = book.groups() + 1; group < lists.groups(); group++) {
            Memory.copy(first, table + (long) group * CodeBook.CENTRES, CodeBook.CENTRES);
        }
    }

    private long fromMiddle(long query) {
        for (int d = 0; d < layout.dimension(); d++) {
            Memory.setFloat(shifted.address() + 4L * d, Memory.getFloat(query + 4L * d) - lists.middle()[d]);
        }
        return shifted.address();
    }

    /** What a sum of zeros stands for in that list. */
    public float base(long listKey, float[] scale) {
        int list = TopK.row(listKey);
        return TopK.distance(listKey) + scale[0] * lists.units()[list] + lists.biasLeast()[list];
    }

    /** What one more stands for in that list. */
    public float step(long listKey, float[] scale) {
        return scale[1] * lists.units()[TopK.row(listKey)];
    }
}
