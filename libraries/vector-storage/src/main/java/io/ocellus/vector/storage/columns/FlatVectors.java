package io.ocellus.vector.storage.columns;

import java.lang.foreign.MemorySegment;

/** Vectors that lie row after row as little-endian floats in one piece of memory, so that kernels read them in place. */
public interface FlatVectors {
    int dimension();

    MemorySegment segment();

    /** Where a row begins, in bytes; the next one follows without a gap. */
    long offset(int row);
}
