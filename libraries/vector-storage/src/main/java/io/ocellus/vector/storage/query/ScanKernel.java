package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.schema.MetricType;
import java.lang.foreign.MemorySegment;

/**
 * Distances between one query and rows that lie one after another as little-endian floats: smaller is nearer, so similarities come negated.
 * Stateless. On the Vector API where its module is there, else plain loops.
 */
interface ScanKernel {
    ScanKernel INSTANCE = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            ? new VectorScanKernel()
            : new PlainScanKernel();

    /** {@code query} has the rows' dimension; for COSINE it is normalised. Writes {@code count} distances. */
    void distances(MetricType metric, float[] query, MemorySegment rows, long offset, int count, float[] out);
}
