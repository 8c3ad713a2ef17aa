package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.util.Arrays;

/** Plain loops, for a JVM without the Vector API or a processor without 64-byte permutations. */
final class ScalarEstimateKernels extends EstimateKernels {

    @Override
    public int scan(
            long blocks,
            int rows,
            int groups,
            int factors,
            int entries,
            long table,
            float offset,
            float step,
            float share,
            float limit,
            int[] places,
            float[] estimates) {
        int hits = 0;
        for (int place = 0; place < rows; place++) {
            int row = place % BLOCK;
            int width = width(rows - (place - row));
            long at = blocks + bytes(place - row, groups, factors);
            int sum = 0;
            for (int group = 0; group < groups; group++) {
                int code = Memory.getByte(at + (long) group * width + row) & (entries - 1);
                sum += Memory.getByte(table + (long) group * entries + code);
            }
            float estimate = offset + step * sum;
            long factor = at + (long) groups * width + 4L * slot(row, width);
            if (factors == 2) {
                estimate *= Memory.getFloat(factor + 4L * width);
            }
            if (factors > 0) {
                estimate += share * Memory.getFloat(factor);
            }
            if (estimate <= limit) {
                places[hits] = place;
                estimates[hits++] = estimate;
            }
        }
        return hits;
    }

    @Override
    public void subsetTables(float[] numbers, int groups, float[] products, long table, float[] scale) {
        Arrays.fill(products, 0, groups * 64, 0);
        for (int i = 0; i < groups * 64; i++) {
            for (int bit = 0; bit < 6; bit++) {
                if (((i >> bit) & 1) != 0) {
                    products[i] += numbers[i / 64 * 6 + bit];
                }
            }
        }
        quantize(products, groups, 64, table, scale);
    }

    @Override
    public void productTables(
            float[] centres,
            int groups,
            int width,
            int entries,
            long query,
            float[] products,
            long table,
            float[] scale) {
        for (int i = 0; i < groups * entries; i++) {
            int group = i / entries;
            products[i] = 0;
            for (int d = 0; d < width; d++) {
                products[i] += Memory.getFloat(query + 4L * (group * width + d))
                        * centres[(group * width + d) * entries + i % entries];
            }
        }
        quantize(products, groups, entries, table, scale);
    }

    private static void quantize(float[] products, int groups, int entries, long table, float[] scale) {
        float[] least = new float[groups];
        float range = 0;
        scale[0] = 0;
        for (int group = 0; group < groups; group++) {
            float most = Float.NEGATIVE_INFINITY;
            least[group] = Float.POSITIVE_INFINITY;
            for (int i = group * entries; i < (group + 1) * entries; i++) {
                least[group] = Math.min(least[group], products[i]);
                most = Math.max(most, products[i]);
            }
            scale[0] += least[group];
            range = Math.max(range, most - least[group]);
        }
        int levels = levels(groups);
        float steps = range > 0 ? levels / range : 0;
        for (int i = 0; i < groups * entries; i++) {
            Memory.setByte(table + i, (byte) ((products[i] - least[i / entries]) * steps + 0.5f));
        }
        scale[1] = range / levels;
    }
}
