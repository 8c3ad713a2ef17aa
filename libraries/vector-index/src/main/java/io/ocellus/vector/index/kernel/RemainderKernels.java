package io.ocellus.vector.index.kernel;

/** What is left over of rows once they are coded in four bits: coded in turn, and multiplied with a query. Stateless. */
public interface RemainderKernels {

    /**
     * Codes what is left over of a row that lies at an address without padding.
     *
     * @param codes where the first codes of all rows lie, that of this row at that place
     * @param target where the row's remainder lies
     */
    void encode(NibbleLayout coarse, long codes, int place, RemainderLayout layout, long row, long target);

    /**
     * {@code out[i] = query . codes} of picked rows.
     *
     * @param query padded with zeros to whole blocks
     */
    void products(RemainderLayout layout, float[] query, long remainders, int[] rows, int count, float[] out);
}
