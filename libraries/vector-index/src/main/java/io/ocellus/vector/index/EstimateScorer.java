package io.ocellus.vector.index;

/** Single places by the codes and rounded tables that lists are scanned by. */
final class EstimateScorer implements FineScorer {

    private final Partition partition;
    private final EstimateBlocks blocks;
    private final EstimateTables tables;

    EstimateScorer(Partition partition, EstimateBlocks blocks, EstimateTables tables) {
        this.partition = partition;
        this.blocks = blocks;
        this.tables = tables;
    }

    @Override
    public void score(int[] places, int count, float[] distances) {
        for (int i = 0; i < count; i++) {
            int list = partition.list(places[i]);
            int index = places[i] - partition.starts()[list];
            long block = blocks.block(list, index);
            float estimate = tables.offset() + tables.step() * sum(block + index % EstimateKernels.BLOCK);
            long factor = block
                    + (long) blocks.groups() * EstimateKernels.BLOCK
                    + 4L * EstimateKernels.slot(index % EstimateKernels.BLOCK);
            if (blocks.factors() > 1) {
                estimate *= Memory.getFloat(factor + 4L * EstimateKernels.BLOCK);
            }
            distances[i] = blocks.factors() > 0 ? estimate + Memory.getFloat(factor) : estimate;
        }
    }

    private int sum(long codes) {
        int entries = blocks.entries();
        long table = tables.table();
        int sum = 0;
        for (int group = 0; group < blocks.groups(); group++) {
            int code = Memory.getByte(codes + (long) group * EstimateKernels.BLOCK) & (entries - 1);
            sum += Memory.getByte(table + (long) group * entries + code);
        }
        return sum;
    }
}
