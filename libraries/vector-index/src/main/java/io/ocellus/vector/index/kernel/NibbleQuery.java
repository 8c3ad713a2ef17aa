package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;

/**
 * A query against rows of a {@link NibbleLayout}: its numbers rounded to whole steps, few enough that a segment's products
 * with codes fit 16 bits, and the factors that turn a sum of products into a lower bound of the distance. Rounding is paid
 * for by the bound, so whatever the query, no row that belongs to the answer is left out. Confined to one search.
 */
public final class NibbleQuery {

    private final QueryBuffer buffer = new QueryBuffer();

    NibbleLayout layout;

    Metric metric = Metric.IP;

    /** The query as it is, padded with zeros to whole blocks of a {@link RemainderLayout}. */
    public float[] numbers = new float[0];

    /** A factor for each dimension, twice in 32 bits, padded to whole quads. */
    long steps;

    /**
     * {@code most = byProduct * scale * products + byOffset * offset + byError * error + byLength * length}, and the bound is
     * its negative, under COSINE over the row's length, under L2 {@code base + bySquare * square - most}.
     */
    float base;

    /** What the sum of the query's numbers, and a product with it as it is, count for. */
    float bySum;

    float weight;

    float byProduct;
    float byOffset;
    float byError;
    float byLength;
    float bySquare;

    public NibbleQuery(NibbleLayout layout) {
        this.layout = layout;
    }

    /** Takes a query, which is normalised under COSINE. */
    public void put(NibbleLayout given, Metric by, float[] query, int at) {
        layout = given;
        metric = by;
        int dimension = layout.dimension();
        if (numbers.length != RemainderLayout.padded(dimension)) {
            numbers = new float[RemainderLayout.padded(dimension)];
        }
        System.arraycopy(query, at, numbers, 0, dimension);
        double unit = unit(query, at);
        double perUnit = unit > 0 ? 1 / unit : 0;
        steps = buffer.room(4 * layout.quads());
        double squares = 0;
        double missing = 0;
        double sum = 0;
        double exactSum = 0;
        int before = 0;
        for (int d = 0; d < 4 * layout.quads(); d++) {
            float value = d < dimension ? query[at + d] : 0;
            int step = (int) Math.rint(value * perUnit);
            double stands = step * unit;
            squares += (double) value * value;
            missing += (value - stands) * (value - stands);
            sum += stands;
            exactSum += value;
            // Codes are not masked before they are multiplied, only shifted: each factor takes back, modulo 2^16, what
            // the
            // one before did with the bits of this dimension.
            int factor = d % 4 == 0 ? step : step - 16 * before;
            before = step;
            Memory.setInt(steps + 4L * d, (factor & 0xffff) | (factor << 16));
        }
        double length = Math.sqrt(squares);
        double rounding = layout.rounding();
        weight = metric == Metric.L2 ? 2 : 1;
        bySum = (float) (weight * exactSum);
        byProduct = (float) (weight * unit);
        byOffset = (float) (weight * sum);
        byError = (float) (weight * length * (1 + rounding));
        byLength = (float) (weight * (Math.sqrt(missing) + rounding * length));
        bySquare = (float) (1 - rounding);
        base = metric == Metric.L2 ? (float) (squares * (1 - rounding)) : 0;
    }

    /**
     * By how much a row's bound comes nearer by what its code left over, under COSINE times the row's length.
     *
     * @param numbers those of a {@link RemainderLayout}
     * @param product of the query with the codes of the remainder
     */
    public float nearer(long numbers, float product) {
        float known = weight * RemainderLayout.scale(numbers) * product + bySum * RemainderLayout.offset(numbers);
        return byError * (RemainderLayout.before(numbers) - RemainderLayout.error(numbers)) - known;
    }

    /** The smallest step whose sums fit: a segment's products lie between 15 times its negative and its positive steps. */
    private double unit(float[] query, int at) {
        double most = 0;
        for (int first = 0; first < layout.dimension(); first += NibbleLayout.SEGMENT) {
            double above = 0;
            double below = 0;
            for (int d = first; d < Math.min(layout.dimension(), first + NibbleLayout.SEGMENT); d++) {
                float value = query[at + d];
                above += Math.max(0, value);
                below -= Math.min(0, value);
                most = Math.max(most, Math.abs(value) / 127);
            }
            double room = (double) Short.MAX_VALUE / NibbleLayout.LEVELS - NibbleLayout.SEGMENT / 2.0;
            most = Math.max(most, Math.max(above, below) / room);
        }
        return most;
    }
}
