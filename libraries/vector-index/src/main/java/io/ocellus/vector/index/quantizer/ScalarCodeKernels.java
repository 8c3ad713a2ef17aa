package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API or a processor without 64-byte permutations. */
public final class ScalarCodeKernels extends CodeKernels {

    @Override
    int nearest(float[] centres, int at, int width, float[] values) {
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int c = 0; c < CodeBook.CENTRES; c++) {
            float sum = 0;
            for (int d = 0; d < width; d++) {
                float difference = values[d] - centres[at + d * CodeBook.CENTRES + c];
                sum += difference * difference;
            }
            if (sum < least) {
                least = sum;
                best = c;
            }
        }
        return best;
    }

    @Override
    public void tables(
            CodeBook book,
            long query,
            int dimension,
            float factor,
            float spread,
            float[] products,
            long table,
            float[] scale) {
        int width = book.width();
        float base = 0;
        float range = spread;
        float[] least = new float[book.groups()];
        for (int group = 0; group < book.groups(); group++) {
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < CodeBook.CENTRES; c++) {
                float sum = 0;
                for (int d = 0; d < width && group * width + d < dimension; d++) {
                    sum += Memory.getFloat(query + 4L * (group * width + d))
                            * book.centres()[(group * width + d) * CodeBook.CENTRES + c];
                }
                sum *= factor;
                products[group * CodeBook.CENTRES + c] = sum;
                min = Math.min(min, sum);
                max = Math.max(max, sum);
            }
            least[group] = min;
            base += min;
            range = Math.max(range, max - min);
        }
        int levels = levels(book.groups());
        float steps = range > 0 ? levels / range : 0;
        for (int i = 0; i < book.groups() * CodeBook.CENTRES; i++) {
            Memory.setByte(table + i, (byte) ((products[i] - least[i / CodeBook.CENTRES]) * steps + 0.5f));
        }
        scale[0] = base;
        scale[1] = range / levels;
    }

    @Override
    public int scan(long codes, int blocks, int groups, long table, int limit, int[] places, short[] sums) {
        int count = 0;
        for (int place = 0; place < blocks * BLOCK; place++) {
            long code = codes + (long) groups * (place & -BLOCK) + (place & (BLOCK - 1));
            int sum = 0;
            for (int group = 0; group < groups; group++) {
                sum += Memory.getByte(
                        table + (long) group * CodeBook.CENTRES + (Memory.getByte(code + (long) group * BLOCK) & 63));
            }
            if (sum <= limit) {
                places[count] = place;
                sums[count++] = (short) sum;
            }
        }
        return count;
    }
}
