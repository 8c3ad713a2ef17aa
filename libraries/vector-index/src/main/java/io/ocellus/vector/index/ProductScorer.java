package io.ocellus.vector.index;

/** Product codes by the products as they are, where the scan rounds them. */
final class ProductScorer implements FineScorer {

    private final Partition partition;
    private final EstimateBlocks blocks;
    private final ProductTables tables;

    ProductScorer(Partition partition, EstimateBlocks blocks, ProductTables tables) {
        this.partition = partition;
        this.blocks = blocks;
        this.tables = tables;
    }

    @Override
    public void score(int[] places, int count, float[] distances) {
        int mask = blocks.entries() - 1;
        for (int i = 0; i < count; i++) {
            int list = partition.list(places[i]);
            int index = places[i] - partition.starts()[list];
            int row = index % EstimateKernels.BLOCK;
            long block = blocks.block(list, index);
            float sum = 0;
            for (int group = 0; group < blocks.groups(); group++) {
                sum += tables.product(group, Memory.getByte(block + (long) group * EstimateKernels.BLOCK + row) & mask);
            }
            long factor = block + (long) blocks.groups() * EstimateKernels.BLOCK + 4L * EstimateKernels.slot(row);
            distances[i] = blocks.factors() > 0 ? sum + Memory.getFloat(factor) : sum;
        }
    }
}
