package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Inner products of the query with all centres of a {@link ProductBook}. */
public final class ProductTables implements EstimateTables {

    private final ProductBook book;
    private final float factor;
    private final float[] middle;
    private final MemorySegment query;
    private final float[] products;
    private final MemorySegment table;
    private final float[] scale = new float[2];

    /** @param middle what is taken off queries first, as it was off rows */
    public ProductTables(ProductBook book, Metric metric, float[] middle) {
        this.book = book;
        this.middle = middle;
        this.query = Memory.allocate(Arena.ofAuto(), 4L * middle.length);
        this.factor = metric == Metric.L2 ? -2 : -1;
        this.products = new float[book.groups() * book.entries()];
        this.table = Memory.allocate(Arena.ofAuto(), products.length);
    }

    @Override
    public void query(long address, SearchParameters parameters) {
        for (int d = 0; d < book.groups() * book.width(); d++) {
            Memory.setFloat(query.address() + 4L * d, Memory.getFloat(address + 4L * d) - middle[d]);
        }
        Kernels.ESTIMATES.productTables(
                book.centres(),
                book.groups(),
                book.width(),
                book.entries(),
                query.address(),
                products,
                table.address(),
                scale);
    }

    @Override
    public long table() {
        return table.address();
    }

    @Override
    public float offset() {
        return factor * scale[0];
    }

    @Override
    public float step() {
        return factor * scale[1];
    }

    /** By the products as they are, where lists are scanned by rounded ones. */
    @Override
    public float sum(EstimateBlocks blocks, int list, int index) {
        float sum = 0;
        for (int group = 0; group < blocks.groups(); group++) {
            sum += products[group * book.entries() + blocks.code(list, index, group)];
        }
        return factor * sum;
    }
}
