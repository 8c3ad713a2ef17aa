package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.row.RowLayout;

/**
 * RaBitQ (SIGMOD 2024): the residual of a row from its centre is turned at random and kept as the signs of its numbers, six
 * to a byte, with two factors by which the inner product with any turned query is estimated without bias: {@code add +
 * multiplier * (sum of the query by signs)} beside the distance to the centre. What the centre adds is folded into the first
 * factor, so that one table serves all lists, while the error grows with the distance of the query to the centre only. Under
 * inner products that factor is what the code gets wrong in the centre, and counts as far as the query has the centre's
 * direction ({@link Partition#share}): a centre much longer than the query adds no error of its own. Confined to one thread.
 */
public final class RabitqCode {

    /** Signs a byte: as many as one permutation looks up. */
    public static final int GROUP = 6;

    private final RowLayout layout;
    private final Rotation rotation;
    private final float[] middle;
    private final float[] turnedCentres;
    private final float[] turned;
    private final byte[] code;
    private final int[] fine;
    private float add;
    private float multiplier;

    /**
     * @param centres padded to the stride
     * @param middle what is taken off rows and centres first, as {@link RabitqTables} does off queries
     */
    public RabitqCode(RowLayout layout, float[] centres, int lists, float[] middle) {
        this.layout = layout;
        this.middle = middle;
        this.rotation = new Rotation(groups(layout.dimension()) * GROUP);
        this.turned = new float[rotation.length()];
        this.code = new byte[groups(layout.dimension())];
        this.fine = new int[rotation.length()];
        this.turnedCentres = new float[lists * rotation.length()];
        for (int list = 0; list < lists; list++) {
            java.util.Arrays.fill(turned, 0);
            for (int d = 0; d < layout.dimension(); d++) {
                turned[d] = centres[list * layout.stride() + d] - middle[d];
            }
            rotation.apply(turned);
            System.arraycopy(turned, 0, turnedCentres, list * rotation.length(), rotation.length());
        }
    }

    private RabitqCode(RabitqCode first) {
        this.layout = first.layout;
        this.rotation = first.rotation;
        this.middle = first.middle;
        this.turned = new float[first.turned.length];
        this.code = new byte[first.code.length];
        this.fine = new int[first.fine.length];
        this.turnedCentres = first.turnedCentres;
    }

    /** The same with scratch space of its own, for another thread. */
    public RabitqCode another() {
        return new RabitqCode(this);
    }

    public static int groups(int dimension) {
        return (dimension + GROUP - 1) / GROUP;
    }

    public int length() {
        return rotation.length();
    }

    public void encode(long row, int list) {
        int length = rotation.length();
        java.util.Arrays.fill(turned, 0);
        Memory.read(row, turned, 0, layout.dimension());
        for (int d = 0; d < layout.dimension(); d++) {
            turned[d] -= middle[d];
        }
        rotation.apply(turned);
        java.util.Arrays.fill(code, (byte) 0);
        double size = 0;
        double square = 0;
        double centreBySigns = 0;
        double centreByRest = 0;
        for (int d = 0; d < length; d++) {
            float centre = turnedCentres[list * length + d];
            float rest = turned[d] - centre;
            turned[d] = rest;
            size += Math.abs(rest);
            square += (double) rest * rest;
            centreByRest += (double) centre * rest;
            if (rest > 0) {
                code[d / GROUP] |= (byte) (1 << (d % GROUP));
                centreBySigns += centre;
            } else {
                centreBySigns -= centre;
            }
        }
        double unit = size > 0 ? square / size : 0;
        if (layout.metric() == Metric.L2) {
            add = (float) (square + 2 * unit * centreBySigns);
            multiplier = (float) (-2 * unit);
        } else {
            add = (float) (unit * centreBySigns - centreByRest);
            multiplier = (float) -unit;
        }
    }

    /** All bits of the row that {@link #encode} was given last. */
    public void encodeFine(RabitqRows rows, int place, int list) {
        rows.codes(turned, fine);
        double product = 0;
        double centreByCode = 0;
        double centreByRest = 0;
        double square = 0;
        for (int d = 0; d < fine.length; d++) {
            double level = fine[d] - rows.half();
            double centre = turnedCentres[list * fine.length + d];
            product += level * turned[d];
            square += (double) turned[d] * turned[d];
            centreByCode += level * centre;
            centreByRest += centre * turned[d];
        }
        double unit = product > 0 ? square / product : 0;
        if (layout.metric() == Metric.L2) {
            rows.put(place, fine, (float) (square + 2 * unit * centreByCode), (float) (-2 * unit));
        } else {
            rows.put(place, fine, (float) (unit * centreByCode - centreByRest), (float) -unit);
        }
    }

    public byte[] code() {
        return code;
    }

    public float add() {
        return add;
    }

    public float multiplier() {
        return multiplier;
    }
}
