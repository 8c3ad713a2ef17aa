package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.kernel.EstimateKernels;
import io.ocellus.vector.index.model.SearchParameters;

/** The tables of one query, by which {@link EstimateKernels} scans. Confined to one search at a time. */
interface EstimateTables {

    void query(long address, SearchParameters parameters);

    long table();

    /** What a sum of zeros stands for. */
    float offset();

    /** How much a step of the sum stands for. */
    float step();

    /** What the code of one row, the so-manieth of its list, counts in an answer. */
    float sum(EstimateBlocks blocks, int list, int index);
}
