package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.EstimateKernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.partition.Partition;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Codes of the rows of a {@link Partition} as {@link EstimateKernels} reads them: each list begins a block of 64 rows on a line
 * of the cache; its last block is as wide as its rows need. Immutable once written.
 *
 * @param firstLine the line that each list begins on
 */
public record EstimateBlocks(int groups, int factors, int entries, int[] sizes, int[] firstLine, long base) {

    private static final int LINE = 64;

    public static EstimateBlocks write(
            IndexFile.Writer writer, Partition partition, int groups, int factors, int entries) {
        EstimateBlocks blocks = of(partition, groups, factors, entries);
        return blocks.at(
                writer.part(IndexFile.Part.ESTIMATE_BLOCKS, blocks.bytes()).address());
    }

    public static EstimateBlocks read(
            Path file,
            IndexFile.Header header,
            MemorySegment mapped,
            Partition partition,
            int groups,
            int factors,
            int entries) {
        EstimateBlocks blocks = of(partition, groups, factors, entries);
        IndexFile.Extent part = header.part(file, IndexFile.Part.ESTIMATE_BLOCKS, blocks.bytes());
        return blocks.at(mapped.address() + part.offset());
    }

    private static EstimateBlocks of(Partition partition, int groups, int factors, int entries) {
        int lists = partition.lists();
        int[] sizes = new int[lists];
        int[] firstLine = new int[lists + 1];
        for (int list = 0; list < lists; list++) {
            sizes[list] = partition.size(list);
            long bytes = EstimateKernels.bytes(sizes[list], groups, factors);
            firstLine[list + 1] = Math.addExact(firstLine[list], Math.toIntExact((bytes + LINE - 1) / LINE));
        }
        return new EstimateBlocks(groups, factors, entries, sizes, firstLine, 0);
    }

    private EstimateBlocks at(long address) {
        return new EstimateBlocks(groups, factors, entries, sizes, firstLine, address);
    }

    private long bytes() {
        return (long) LINE * firstLine[firstLine.length - 1] + EstimateKernels.SPARE;
    }

    /** How many rows of a list there is room for in whole blocks, at most. */
    int mostRows() {
        int most = 0;
        for (int size : sizes) {
            most = Math.max(most, size);
        }
        return (most + EstimateKernels.BLOCK - 1) / EstimateKernels.BLOCK * EstimateKernels.BLOCK;
    }

    long address(int list) {
        return base + (long) LINE * firstLine[list];
    }

    int rows(int list) {
        return sizes[list];
    }

    /** The block of the so-manieth row of a list. */
    private long block(int list, int index) {
        int before = index / EstimateKernels.BLOCK * EstimateKernels.BLOCK;
        return address(list) + EstimateKernels.bytes(before, groups, factors);
    }

    /** How many rows that block has room for. */
    private int width(int list, int index) {
        return EstimateKernels.width(sizes[list] - index / EstimateKernels.BLOCK * EstimateKernels.BLOCK);
    }

    /** A group of the code of the so-manieth row of a list. */
    int code(int list, int index, int group) {
        int row = index % EstimateKernels.BLOCK;
        return Memory.getByte(block(list, index) + (long) group * width(list, index) + row) & (entries - 1);
    }

    /** The estimate that kernels make of the sum of a row's table entries. */
    float estimate(int list, int index, float share, float sum) {
        int width = width(list, index);
        long factor = block(list, index)
                + (long) groups * width
                + 4L * EstimateKernels.slot(index % EstimateKernels.BLOCK, width);
        float times = factors > 1 ? Memory.getFloat(factor + 4L * width) : 1;
        float plus = factors > 0 ? share * Memory.getFloat(factor) : 0;
        return times * sum + plus;
    }

    /** Keeps the row that is the so-manieth of its list. */
    public void put(int list, int index, byte[] code, float add, float multiplier) {
        int row = index % EstimateKernels.BLOCK;
        int width = width(list, index);
        long block = block(list, index);
        for (int group = 0; group < groups; group++) {
            Memory.setByte(block + (long) group * width + row, code[group]);
        }
        long factor = block + (long) groups * width + 4L * EstimateKernels.slot(row, width);
        if (factors > 0) {
            Memory.setFloat(factor, add);
        }
        if (factors > 1) {
            Memory.setFloat(factor + 4L * width, multiplier);
        }
    }
}
