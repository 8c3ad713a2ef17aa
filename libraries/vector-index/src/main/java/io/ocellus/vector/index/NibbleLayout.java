package io.ocellus.vector.index;

/**
 * How rows are kept in four bits a dimension, with all that a lower bound of a distance needs. A row is about {@code offset +
 * scale * code[d]}, by numbers of its own, so that nothing is learned from other rows and a code never changes. Rows lie in
 * groups of 32: first the codes, a 16-bit number holding four dimensions of a row; then for 32 rows each scale, offset,
 * length of the error, length of what the code stands for; under L2 the squared length of the row. Row {@code i} below 16
 * lies in lane {@code 2 i} of the codes, row {@code 16 + i} in lane {@code 2 i + 1}, so that pairs of lanes widen into rows
 * in order. Lengths come with room for the rounding of floats.
 *
 * @param rounding the part by which sums of floats may be wrong
 */
record NibbleLayout(Metric metric, int dimension, int quads, int groupBytes, float rounding) {

    /** Rows in a group. */
    static final int GROUP = 32;

    /** Dimensions whose products are summed in 16 bits. */
    static final int SEGMENT = 128;

    static final int LEVELS = 15;

    /** Where a uniform code of 16 levels is best cut off, in deviations of a normal distribution. */
    private static final float CUT = 2.6f;

    NibbleLayout(Metric metric, int dimension) {
        this(
                metric,
                dimension,
                (dimension + 3) / 4,
                64 * ((dimension + 3) / 4) + 4 * GROUP * (metric == Metric.L2 ? 5 : 4),
                (dimension / 16 + 32) * 0x1p-23f);
    }

    /** The bytes of so many rows. */
    long bytes(int rows) {
        return (long) groupBytes * ((rows + GROUP - 1) / GROUP);
    }

    /** Codes a row; other rows of its group may be read meanwhile. */
    void encode(float[] rows, int at, int row, long codes) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (int d = 0; d < dimension; d++) {
            float value = rows[at + d];
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / dimension;
        float reach = (float) (CUT * Math.sqrt(Math.max(0, squares / dimension - mean * mean)));
        float offset = Math.max(least, (float) mean - reach);
        float scale = (Math.min(most, (float) mean + reach) - offset) / LEVELS;
        float perScale = scale > 0 ? 1 / scale : 0;
        int within = row % GROUP;
        long group = codes + (long) groupBytes * (row / GROUP);
        long lane = group + 4L * (within % 16) + 2L * (within / 16);
        double missing = 0;
        double kept = 0;
        for (int quad = 0; quad < quads; quad++) {
            int packed = 0;
            int some = Math.min(4, dimension - 4 * quad);
            for (int j = 0; j < some; j++) {
                float value = rows[at + 4 * quad + j];
                int code = Math.clamp((int) ((value - offset) * perScale + 0.5f), 0, LEVELS);
                packed |= code << (4 * j);
                double stands = offset + (double) scale * code;
                missing += (value - stands) * (value - stands);
                kept += stands * stands;
            }
            Memory.setShort(lane + 64L * quad, (short) packed);
        }
        long numbers = group + 64L * quads + 4L * within;
        double length = Math.sqrt(squares);
        Memory.setFloat(numbers, scale);
        Memory.setFloat(numbers + 4L * GROUP, offset);
        Memory.setFloat(numbers + 8L * GROUP, (float) (Math.sqrt(missing) + rounding * length));
        Memory.setFloat(numbers + 12L * GROUP, (float) Math.sqrt(kept));
        if (metric == Metric.L2) {
            Memory.setFloat(numbers + 16L * GROUP, (float) (squares * (1 - rounding)));
        }
    }
}
