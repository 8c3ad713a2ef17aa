package io.ocellus.vector.index.graph;

/**
 * What is done with the four-bit codes of {@link EdgeCodes}: 32 neighbours of a node at once. A quad is 64 bytes, four
 * groups of all 32: byte {@code lane} holds groups 0 and 2 of that neighbour in its low and high half, byte {@code 32 +
 * lane} groups 1 and 3. Stateless.
 */
abstract class EdgeKernels {

    /** Neighbours of a node. */
    static final int LANES = 32;

    /** Bytes of a quad's codes. */
    static final int QUAD = 64;

    /** Bytes of a quad's tables: 32 for each group, 16 of them used; groups 0, 1, 2, 3. */
    static final int QUAD_TABLE = 128;

    /** Where the codes of the neighbour in that slot lie: distances come out by slot. */
    static int lane(int slot) {
        return slot < LANES / 2 ? 2 * slot : 2 * (slot - LANES / 2) + 1;
    }

    /** The nearest of 16 centres, laid out {@code [dimension][centre]}. */
    abstract int nearest(float[] centres, int at, int width, float[] values, int from);

    /**
     * Codes 32 directions at once.
     *
     * @param halfNorms {@link EdgeCodes#halfNorms}
     * @param steps {@link EdgeCodes#padded} floats for each slot, zero beyond the dimension
     * @param origin the node, as long
     * @param codes out: whole quads
     * @param along out: by slot, the inner product of the direction with the centres it is coded by
     * @param fromOrigin out: by slot, that of the node with them
     */
    abstract void code(
            EdgeCodes book,
            float[] halfNorms,
            float[] steps,
            float[] origin,
            byte[] codes,
            float[] along,
            float[] fromOrigin);

    /**
     * Tables of the negative inner products of a query with the centres, as bytes 0..63.
     *
     * @param products scratch for 16 floats a group
     * @param scale out: [0] what a sum of zeros stands for, [1] how much one step stands for
     */
    abstract void tables(EdgeCodes book, long query, int dimension, float[] products, long table, float[] scale);

    /**
     * Distances by slot: {@code node + bias + factor * (scale[0] + scale[1] * sum)}.
     *
     * @param factors 32 floats, followed by 32 biases
     * @return a bit for each slot whose distance is below the bar
     */
    abstract int scan(
            long codes, int quads, long table, long factors, float node, float[] scale, float bar, float[] distances);
}
