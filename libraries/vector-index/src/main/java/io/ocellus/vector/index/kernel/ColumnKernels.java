package io.ocellus.vector.index.kernel;

/**
 * Inner products of queries with vectors that lie as columns, which need no sums across lanes, and what is looked for among
 * them. Stateless.
 */
public interface ColumnKernels {

    /** How many columns a block has. */
    int columns();

    /**
     * Inner products of queries with columns: {@code out[outAt + q * outStride + c]}.
     *
     * @param blocks matrices of {@code dimension} rows by {@link #columns} columns, one after another
     */
    void columnDots(
            long queries,
            int count,
            int stride,
            int dimension,
            long blocks,
            int blockCount,
            float[] out,
            int outStride);

    /** The place of the greatest {@code values[at + i] - less[i]}, for i below count, a multiple of {@link #columns}. */
    int greatest(float[] values, int at, float[] less, int count);

    /**
     * The places i below count, a multiple of {@link #columns}, where {@code values[at + i] - less} is not below {@code
     * bars[barsAt + i]}; how many there are.
     */
    int reaching(float[] values, int at, int count, float[] bars, int barsAt, float less, int[] places);
}
