package io.ocellus.vector.index.kernel;

/** Codes of rows in four bits a dimension, and lower bounds of their distances to a query. Stateless. */
public interface NibbleKernels {

    /** Codes a row that lies at an address without padding; other rows of its group may be read meanwhile. */
    void encode(NibbleLayout layout, long row, int place, long codes);

    /** {@code out[at + i]} is no more than the distance of row i, or not a number where numbers overflow. */
    void bounds(NibbleQuery query, long groups, int count, float[] out, int outAt);

    /** The places of those of {@code from .. from + count - 1} whose bound is not above the bar, NaN included; how many there are. */
    int within(float[] bounds, int from, int count, float bar, int[] places);
}
