package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.search.FineScorer;

/** Single places by the codes and tables that lists are scanned by. Confined to one search at a time. */
public final class EstimateScorer implements FineScorer {

    private final Partition partition;
    private final EstimateBlocks blocks;
    private final EstimateTables tables;

    public EstimateScorer(Partition partition, EstimateBlocks blocks, EstimateTables tables) {
        this.partition = partition;
        this.blocks = blocks;
        this.tables = tables;
    }

    @Override
    public void score(int[] places, int count, float[] centreDistances, float[] distances) {
        for (int i = 0; i < count; i++) {
            int list = partition.list(places[i]);
            int index = places[i] - partition.starts()[list];
            float centre = centreDistances[list];
            float sum = tables.sum(blocks, list, index);
            distances[i] = centre + blocks.estimate(list, index, partition.share(list, centre), sum);
        }
    }
}
