package io.ocellus.vector.index;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Codes of the rows of a {@link Partition} as {@link EstimateKernels} reads them: each list begins a block of 64 rows, its
 * last one is filled up with zeros. Immutable once written.
 */
record EstimateBlocks(int groups, int factors, int entries, int[] firstBlock, long base) {

    static EstimateBlocks write(IndexFile.Writer writer, Partition partition, int groups, int factors, int entries) {
        int[] firstBlock = firstBlocks(partition);
        MemorySegment part = writer.part(
                IndexFile.Part.ESTIMATE_BLOCKS,
                (long) EstimateKernels.blockBytes(groups, factors) * firstBlock[partition.lists()]);
        return new EstimateBlocks(groups, factors, entries, firstBlock, part.address());
    }

    static EstimateBlocks read(
            Path file,
            IndexFile.Header header,
            MemorySegment mapped,
            Partition partition,
            int groups,
            int factors,
            int entries) {
        int[] firstBlock = firstBlocks(partition);
        IndexFile.Extent part = IndexBuilders.part(
                file,
                header,
                IndexFile.Part.ESTIMATE_BLOCKS,
                (long) EstimateKernels.blockBytes(groups, factors) * firstBlock[partition.lists()]);
        return new EstimateBlocks(groups, factors, entries, firstBlock, mapped.address() + part.offset());
    }

    private static int[] firstBlocks(Partition partition) {
        int[] firstBlock = new int[partition.lists() + 1];
        for (int list = 0; list < partition.lists(); list++) {
            firstBlock[list + 1] =
                    firstBlock[list] + (partition.size(list) + EstimateKernels.BLOCK - 1) / EstimateKernels.BLOCK;
        }
        return firstBlock;
    }

    int mostBlocks() {
        int most = 0;
        for (int list = 0; list + 1 < firstBlock.length; list++) {
            most = Math.max(most, firstBlock[list + 1] - firstBlock[list]);
        }
        return most;
    }

    int blocks(int list) {
        return firstBlock[list + 1] - firstBlock[list];
    }

    long address(int list) {
        return base + (long) EstimateKernels.blockBytes(groups, factors) * firstBlock[list];
    }

    /** The block of the so-manieth row of a list. */
    long block(int list, int index) {
        return address(list) + (long) EstimateKernels.blockBytes(groups, factors) * (index / EstimateKernels.BLOCK);
    }

    /** Keeps the row that is the so-manieth of its list. */
    void put(int list, int index, byte[] code, float add, float multiplier) {
        int row = index % EstimateKernels.BLOCK;
        long block = block(list, index);
        for (int group = 0; group < groups; group++) {
            Memory.setByte(block + (long) group * EstimateKernels.BLOCK + row, code[group]);
        }
        long factor = block + (long) groups * EstimateKernels.BLOCK + 4L * EstimateKernels.slot(row);
        if (factors > 0) {
            Memory.setFloat(factor, add);
        }
        if (factors > 1) {
            Memory.setFloat(factor + 4L * EstimateKernels.BLOCK, multiplier);
        }
    }
}
