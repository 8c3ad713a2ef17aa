package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.kernel.BitKernels;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the distances to {@link SignRows} hardly fall short of: the estimate, less as many of its standard deviations as is
 * asked. The query too is rounded: to a number, its negative or zero, in two planes of bits. Confined to one search at a time.
 */
final class SignScorer {

    /** Numbers below so many root mean squares are zero: normal deviates are so rounded with the least error. */
    private static final double BAR = 0.61;

    /**
     * The variance of an estimate in units of the squares of the query's length and the row's multiplier: {@code 1 - c^2},
     * where the row and its signs have the cosine {@code c}, about 0.8 for any row that was turned at random.
     */
    private static final double SPREAD = 0.366;

    private final SignRows rows;
    private final Rotation rotation;
    private final float[] turned;
    private final int planeBytes;
    private final MemorySegment planes;
    private final int[] sums;
    private double product;
    private int counted;
    private float scale;
    private float less;
    private float base;

    /**
     * @param most rows looked at at once
     */
    SignScorer(SignRows rows, int most) {
        this.rows = rows;
        this.rotation = new Rotation(rows.layout().dimension());
        this.turned = new float[rows.layout().dimension()];
        this.planeBytes =
                (8 * rows.words() + BitKernels.PLANE_STEP - 1) / BitKernels.PLANE_STEP * BitKernels.PLANE_STEP;
        this.planes = Memory.allocate(Arena.ofAuto(), (long) BitKernels.PLANES * planeBytes);
        this.sums = new int[most];
    }

    /**
     * @param deviations by which distances may be less than they seem
     */
    void query(long query, float deviations) {
        Memory.read(query, turned, 0, turned.length);
        double square = 0;
        double products = 0;
        for (int d = 0; d < turned.length; d++) {
            float middle = rows.middle()[d];
            products += (double) turned[d] * middle;
            turned[d] -= middle;
            square += (double) turned[d] * turned[d];
        }
        rotation.apply(turned);
        float bar = (float) (BAR * Math.sqrt(square / turned.length));
        counted = 0;
        product = 0;
        int total = 0;
        for (int word = 0; word < rows.words(); word++) {
            total += planes(word, bar);
        }
        // Rounding takes from the query's own direction, where near rows lie: so long the rounded one has all of it.
        double unit = product > 0 ? square / product : 0;
        double rest = Math.max(0, unit * unit * counted - square);
        // A sign is two bits less one.
        scale = (float) (2 * unit);
        less = (float) (deviations * Math.sqrt(SPREAD * square + rest) - unit * total);
        base = (float) (rows.layout().metric() == Metric.L2 ? square : -products);
    }

    private int planes(int word, float bar) {
        long more = 0;
        long less = 0;
        float sum = 0;
        int end = Math.min(turned.length, 64 * (word + 1));
        for (int d = 64 * word; d < end; d++) {
            float size = Math.abs(turned[d]);
            long bit = size > bar ? 1L << d : 0;
            sum += size > bar ? size : 0;
            more |= turned[d] > 0 ? bit : 0;
            less |= turned[d] > 0 ? 0 : bit;
        }
        product += sum;
        counted += Long.bitCount(more | less);
        Memory.setLong(planes.address() + 8L * word, more);
        Memory.setLong(planes.address() + planeBytes + 8L * word, less);
        return Long.bitCount(more) - Long.bitCount(less);
    }

    /**
     * Those of some picked rows whose bound is no higher than the bar, as keys of bounds.
     *
     * @param keys room for all of them from {@code found} on
     * @return where the keys end
     */
    int below(int[] picked, int from, int count, float bar, long[] keys, int found) {
        int rowBytes = rows.rowBytes();
        Kernels.BITS.weighted(planes.address(), planeBytes, rows.base(), rowBytes, picked, from, count, sums);
        int end = found;
        long factors = rows.base() + 8L * rows.words();
        for (int i = 0; i < count; i++) {
            long at = factors + (long) rowBytes * picked[from + i];
            // Both squares at once may be more than a float holds, the difference of theirs is not.
            float bound = base + Memory.getFloat(at + 4) * (scale * sums[i] + less) + Memory.getFloat(at);
            if (bound <= bar) {
                keys[end++] = TopK.key(bound, picked[from + i]);
            }
        }
        return end;
    }
}
