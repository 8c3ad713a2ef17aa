package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Inner products of the query with all centres of a {@link ProductBook}. */
final class ProductTables implements EstimateTables {

    private final ProductBook book;
    private final float factor;
    private final float[] products;
    private final MemorySegment table;
    private final float[] scale = new float[2];

    ProductTables(ProductBook book, Metric metric) {
        this.book = book;
        this.factor = metric == Metric.L2 ? -2 : -1;
        this.products = new float[book.groups() * book.entries()];
        this.table = Memory.allocate(Arena.ofAuto(), products.length);
    }

    @Override
    public void query(long address, SearchParameters parameters) {
        Kernels.ESTIMATES.productTables(
                book.centres(), book.groups(), book.width(), book.entries(), address, products, table.address(), scale);
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

    /** Product of the query and what an entry stands for, as it counts in distances. */
    float product(int group, int code) {
        return factor * products[group * book.entries() + code];
    }
}
