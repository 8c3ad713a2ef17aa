package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarRemainderKernels implements RemainderKernels {

    @Override
    public void encode(NibbleLayout coarse, long codes, int place, RemainderLayout layout, long row, long target) {
        int dimension = layout.dimension();
        float scale = coarse.scale(codes, place);
        float offset = coarse.offset(codes, place);
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int d = 0; d < dimension; d++) {
            float left = left(row, d, scale, offset);
            least = Math.min(least, left);
            most = Math.max(most, left);
        }
        float start = NibbleLayout.half(least);
        float step = RemainderLayout.scale(start, most);
        float perStep = step > 0 ? 1 / step : 0;
        double missing = 0;
        for (int at = 0; at < layout.rowBytes(); at += 4) {
            Memory.setInt(target + at, 0);
        }
        for (int d = 0; d < dimension; d++) {
            float left = left(row, d, scale, offset);
            int code = Math.clamp((int) ((left - start) * perStep + 0.5f), 0, RemainderLayout.LEVELS);
            double still = left - (start + (double) step * code);
            missing += still * still;
            long lane = lane(target, d);
            Memory.setInt(lane, Memory.getInt(lane) | code << shift(d));
        }
        layout.numbers(target, step, start, missing, coarse.error(codes, place), coarse.square(codes, place));
    }

    @Override
    public void products(RemainderLayout layout, float[] query, long remainders, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long row = layout.row(remainders, rows[i]);
            float sum = 0;
            for (int d = 0; d < layout.dimension(); d++) {
                sum += query[d] * (Memory.getInt(lane(row, d)) >>> shift(d) & RemainderLayout.LEVELS);
            }
            out[i] = sum;
        }
    }

    private static long lane(long row, int d) {
        return row + (long) d / RemainderLayout.BLOCK * RemainderLayout.BLOCK_BYTES + 4L * (d % 16);
    }

    private static int shift(int d) {
        return d % RemainderLayout.BLOCK / 16 * 4;
    }

    private static float left(long row, int d, float scale, float offset) {
        float value = Memory.getFloat(row + 4L * d);
        float perScale = scale > 0 ? 1 / scale : 0;
        int code = Math.clamp((int) ((value - offset) * perScale + 0.5f), 0, NibbleLayout.LEVELS);
        return value - (offset + scale * code);
    }
}
