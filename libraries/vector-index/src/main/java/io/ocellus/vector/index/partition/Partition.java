package io.ocellus.vector.index.partition;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.ColumnBlocks;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Rows by their nearest centre. List {@code l} has the places {@code starts[l] .. starts[l + 1] - 1}; what else is kept of a
 * row lies in the order of places, so that a list is read in one run. Immutable.
 *
 * @param middle what is taken off rows, centres and queries before they are coded: under L2 the mean of the centres, by which
 *     no distance changes, zeros else
 * @param rowsAt address of the row of every place
 */
public record Partition(RowLayout layout, ColumnBlocks centres, float[] middle, int[] starts, long rowsAt) {

    /**
     * With the middle of these centres.
     *
     * @param centreRows padded to the stride
     */
    public static Partition of(RowLayout layout, float[] centreRows, ColumnBlocks centres, int[] starts, long rowsAt) {
        float[] middle = layout.metric() == Metric.L2
                ? middle(centreRows, starts.length - 1, layout.stride())
                : new float[layout.stride()];
        return new Partition(layout, centres, middle, starts, rowsAt);
    }

    /** The mean of the centres. */
    public static float[] middle(float[] centreRows, int lists, int stride) {
        double[] sums = new double[stride];
        for (int i = 0; i < lists * stride; i++) {
            sums[i % stride] += centreRows[i];
        }
        float[] middle = new float[stride];
        for (int d = 0; d < stride; d++) {
            middle[d] = (float) (sums[d] / lists);
        }
        return middle;
    }

    public int lists() {
        return starts.length - 1;
    }

    public int rows() {
        return starts[lists()];
    }

    public int size(int list) {
        return starts[list + 1] - starts[list];
    }

    /** The list that a place lies in. */
    public int list(int place) {
        int low = 0;
        int high = lists() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= place) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * How much of a centre a query holds, going by the distance between them: of what codes get wrong in a centre so much is
     * wrong in the query as well, and known. Under L2 the centre is taken off the query as a whole.
     */
    public float share(int list, float centreDistance) {
        return share(layout.metric(), centreDistance, centres.halfNorm(list));
    }

    public static float share(Metric metric, float centreDistance, float halfNorm) {
        if (metric == Metric.L2) {
            return 1;
        }
        return halfNorm > 0 ? Math.clamp(-centreDistance / (2 * halfNorm), 0, 1) : 0;
    }

    public int row(int place) {
        int row = Memory.getInt(rowsAt + 4L * place);
        if (row < 0 || row >= rows()) {
            throw new IndexFailure.DamagedFile("a list holds row " + row + " of " + rows());
        }
        return row;
    }

    /** The centres of a file, padded to the stride. */
    public static float[] centres(Path file, IndexFile.Header header, int stride, MemorySegment mapped) {
        IndexFile.Extent part = header.part(file, IndexFile.Part.CENTROIDS, -1);
        float[] centres = new float[(int) (part.length() / 4 / stride) * stride];
        MemorySegment.copy(mapped, Memory.FLOAT, part.offset(), centres, 0, centres.length);
        return centres;
    }

    public static Partition read(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        int stride = layout.stride();
        float[] centres = centres(file, header, stride, mapped);
        int lists = centres.length / stride;
        int[] starts = new int[lists + 1];
        long offsets =
                header.part(file, IndexFile.Part.LIST_OFFSETS, 4L * (lists + 1)).offset();
        MemorySegment.copy(mapped, Memory.INT, offsets, starts, 0, lists + 1);
        for (int list = 0; list < lists; list++) {
            if (starts[list] < 0 || starts[list] > starts[list + 1]) {
                throw new IndexFailure.DamagedFile(file + ": list " + list + " ends before it begins");
            }
        }
        if (lists < 1 || starts[lists] != header.rows()) {
            throw new IndexFailure.DamagedFile(
                    file + " has " + lists + " lists of " + starts[lists] + " rows, not " + header.rows() + " rows");
        }
        long rowsAt = mapped.address()
                + header.part(file, IndexFile.Part.LIST_ROWS, 4L * header.rows())
                        .offset();
        return Partition.of(
                layout, centres, new ColumnBlocks(centres, lists, layout.dimension(), stride), starts, rowsAt);
    }
}
