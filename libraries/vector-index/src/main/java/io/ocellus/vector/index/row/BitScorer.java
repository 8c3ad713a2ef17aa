package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.RowScorer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Distances between sets of bits: how many differ, or which part of those in either is not in both; 1 for two empty sets, as
 * in Milvus. Confined to one search at a time.
 */
final class BitScorer implements RowScorer {

    private final ElementRows rows;
    private final MemorySegment query;
    private int[] run = new int[256];
    private int[] counts = new int[256];
    private int[] either = new int[256];

    BitScorer(ElementRows rows) {
        this.rows = rows;
        this.query = Memory.allocate(Arena.ofAuto(), rows.rowBytes());
    }

    /** Takes the query as numbers, 0 or 1. */
    @Override
    public void query(long address) {
        for (int at = 0; at < rows.dimension() / 8; at++) {
            int bits = 0;
            for (int i = 0; i < 8; i++) {
                bits |= Memory.getFloat(address + 4L * (8L * at + i)) == 0 ? 0 : 1 << i;
            }
            Memory.setByte(query.address() + at, (byte) bits);
        }
    }

    @Override
    public void score(int[] picked, int count, float[] distances) {
        if (counts.length < count) {
            counts = new int[count];
            either = new int[count];
        }
        if (rows.metric() == Metric.HAMMING) {
            Kernels.BITS.differing(query.address(), rows.rowBytes(), rows.base(), picked, count, counts);
            for (int i = 0; i < count; i++) {
                distances[i] = counts[i];
            }
            return;
        }
        Kernels.BITS.shared(query.address(), rows.rowBytes(), rows.base(), picked, count, counts, either);
        for (int i = 0; i < count; i++) {
            distances[i] = either[i] == 0 ? 1 : (either[i] - counts[i]) / (float) either[i];
        }
    }

    @Override
    public void scoreRun(int first, int count, float[] distances) {
        run = ElementRows.run(run, first, count);
        score(run, count, distances);
    }
}
