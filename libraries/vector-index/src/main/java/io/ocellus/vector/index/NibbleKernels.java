package io.ocellus.vector.index;

/** Lower bounds of the distances of a query to groups of rows in four bits a dimension. Stateless. */
interface NibbleKernels {

    /** {@code out[i]} is no more than the distance of row i, or not a number where numbers overflow. */
    void bounds(NibbleQuery query, long groups, int count, float[] out);

    /** The places of those of {@code from .. from + count - 1} whose bound is not above the bar, NaN included; how many there are. */
    int within(float[] bounds, int from, int count, float bar, int[] places);
}
