package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.row.ColumnBlocks;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.training.KMeans;
import io.ocellus.vector.index.training.RowChunks;
import io.ocellus.vector.index.training.TrainingRows;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/**
 * Builds a {@link Partition} in three passes over the source: a sample for the centres, the nearest centre of every row, and
 * (by its user) what is kept of the rows. Beside the sample it holds eight bytes a row. Confined to one thread; the passes and
 * k-means use the threads of the control, and give the same whatever their number.
 */
final class PartitionBuilder {

    private static final int ROWS_A_LIST = 64;
    private static final int LEAST_A_LIST = 8;
    private static final int ROUNDS = 8;

    /** Enough to learn a code of rows from. */
    private static final int LEAST_SAMPLE = 16_384;

    private final IndexFile.Writer writer;
    private final RowChunks chunks;
    private final RowLayout layout;
    private final int lists;
    private final Random random = new Random(42);
    private final TrainingRows sample;
    private final float[] centres;
    private final int[] listOf;
    private final int[] placeOf;
    private final Partition partition;

    PartitionBuilder(IndexFile.Writer writer, RowChunks chunks, int wantedLists) {
        this.writer = writer;
        this.chunks = chunks;
        this.layout = chunks.layout();
        int rows = chunks.rows();
        this.lists = Math.max(1, Math.min(wantedLists, rows));
        this.sample = TrainingRows.draw(
                chunks,
                Math.max(256, LEAST_A_LIST * lists),
                (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_SAMPLE, (long) ROWS_A_LIST * lists)),
                random,
                0.05);
        this.centres = rows == 0
                ? new float[layout.stride()]
                : KMeans.train(sample.address(), sample.count(), layout, lists, ROUNDS, random, chunks.control());
        this.listOf = new int[rows];
        this.placeOf = new int[rows];
        this.partition = assign();
    }

    private Partition assign() {
        int stride = layout.stride();
        ColumnBlocks blocks = new ColumnBlocks(centres, lists, layout.dimension(), stride);
        int[] starts = new int[lists + 1];
        chunks.forEach(0.3, 0.7, () -> {
            float[] scratch = new float[KMeans.STEP * blocks.width()];
            return (address, first, count) -> {
                for (int from = 0; from < count; from += KMeans.STEP) {
                    int some = Math.min(KMeans.STEP, count - from);
                    blocks.nearest(address + 4L * stride * from, some, scratch, listOf, first + from);
                }
            };
        });
        for (int list : listOf) {
            starts[list + 1]++;
        }
        for (int list = 0; list < lists; list++) {
            starts[list + 1] += starts[list];
        }
        MemorySegment rows = writer.part(IndexFile.Part.LIST_ROWS, 4L * listOf.length);
        int[] next = Arrays.copyOf(starts, lists);
        for (int row = 0; row < listOf.length; row++) {
            placeOf[row] = next[listOf[row]]++;
            Memory.setInt(rows.address() + 4L * placeOf[row], row);
        }
        MemorySegment offsets = writer.part(IndexFile.Part.LIST_OFFSETS, 4L * (lists + 1));
        MemorySegment.copy(starts, 0, offsets, Memory.INT, 0, lists + 1);
        MemorySegment kept = writer.part(IndexFile.Part.CENTROIDS, 4L * lists * stride);
        MemorySegment.copy(centres, 0, kept, Memory.FLOAT, 0, lists * stride);
        return Partition.of(layout, centres, blocks, starts, rows.address());
    }

    Partition partition() {
        return partition;
    }

    TrainingRows sample() {
        return sample;
    }

    Random random() {
        return random;
    }

    /** All centres, padded to the stride. */
    float[] centres() {
        return centres;
    }

    int list(int row) {
        return listOf[row];
    }

    int place(int row) {
        return placeOf[row];
    }
}
