package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.quantizer.CodeBook;
import io.ocellus.vector.index.quantizer.CodeKernels;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.ColumnBlocks;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.training.KMeans;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Builds {@link InvertedLists}: centres by k-means on a sample, then a code book of residuals, then every row's code. Rows and
 * codes go where the owner wants them, the rest is {@link InvertedFile}'s to keep.
 */
public final class InvertedBuilder {

    private static final int ROWS_A_LIST = 64;
    private static final int ROUNDS = 8;
    private static final int BOOK_ROWS = 24_576;
    private static final int BOOK_ROUNDS = 8;

    /** A list's unit counts so many rows as far from it as all are on average. */
    private static final double USUAL = 4;

    /** Room for a part of that many bytes, all zero. */
    public interface Room {
        MemorySegment of(IndexFile.Part part, long bytes);
    }

    private final Room room;
    private final RowLayout layout;
    private final int rows;
    private final long vectors;
    private final int width;
    private final BuildControl control;
    private final RowLists of;
    private final int lists;

    private InvertedBuilder(Room room, RowLayout layout, long vectors, RowLists of, int width, BuildControl control) {
        this.room = room;
        this.layout = layout;
        this.rows = of.nearest().length;
        this.vectors = vectors;
        this.of = of;
        this.lists = of.lists();
        this.width = width;
        this.control = control;
    }

    /**
     * Lists of rows that lie at an address.
     *
     * @param wanted how many lists; never more than rows
     */
    public static RowLists lists(
            RowLayout layout, int rows, long vectors, int wanted, Random random, BuildControl control) {
        int stride = layout.stride();
        int lists = Math.max(1, Math.min(wanted, rows));
        float[] centreRows =
                rows == 0 ? new float[stride] : trainCentres(layout, rows, vectors, lists, random, control);
        control.progress(0.3);
        ColumnBlocks centres = new ColumnBlocks(centreRows, lists, layout.dimension(), stride);
        int[] nearest = new int[rows];
        KMeans.assign(vectors, rows, centres, stride, nearest, control);
        control.progress(0.6);
        return new RowLists(lists, centreRows, nearest);
    }

    /** Codes the rows of lists, some dimensions to a group. */
    public static CodedLists code(
            Room room, RowLayout layout, long vectors, RowLists of, int width, Random random, BuildControl control) {
        InvertedLists coded = new InvertedBuilder(room, layout, vectors, of, width, control).build(random);
        control.progress(0.9);
        return new CodedLists(of, coded);
    }

    private InvertedLists build(Random random) {
        float[] centreRows = of.centres();
        int[] nearest = of.nearest();
        float[] units = units(centreRows, nearest);
        CodeBook book = trainBook(centreRows, nearest, units, random);
        control.progress(0.7);
        ColumnBlocks centres = new ColumnBlocks(centreRows, lists, layout.dimension(), layout.stride());
        return write(centres, centreRows, nearest, units, book);
    }

    private static float[] trainCentres(
            RowLayout layout, int rows, long vectors, int lists, Random random, BuildControl control) {
        int stride = layout.stride();
        int count = (int) Math.min(rows, Math.max(1_000, (long) ROWS_A_LIST * lists));
        if (count == rows) {
            return KMeans.train(vectors, rows, layout, lists, ROUNDS, random, control);
        }
        long bytes = 4L * count * stride;
        if (bytes > control.memoryBytes()) {
            throw new IndexFailure.OutOfBudget(
                    "training needs a sample of " + bytes + " bytes, " + control.memoryBytes() + " are allowed");
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment sample = Memory.allocate(arena, bytes);
            for (int i = 0; i < count; i++) {
                long row = (long) i * rows / count + random.nextInt(Math.max(1, rows / count));
                MemorySegment.copy(Memory.ALL, vectors + 4L * stride * row, sample, 4L * stride * i, 4L * stride);
            }
            return KMeans.train(sample.address(), count, layout, lists, ROUNDS, random, control);
        }
    }

    /** The usual distance of each list's rows from their centre; of a list of few rows nearer to that of all. */
    private float[] units(float[] centreRows, int[] nearest) {
        int stride = layout.stride();
        float[] squares = new float[rows];
        BuildThreads.forEach(control, rows, 1_024, () -> {
            float[] residual = new float[stride];
            return (from, to) -> {
                for (int i = from; i < to; i++) {
                    residual(i, centreRows, nearest[i], residual, 0);
                    squares[i] = (float) square(residual);
                }
            };
        });
        double[] sums = new double[lists];
        int[] sizes = of.sizes();
        double all = 0;
        for (int i = 0; i < rows; i++) {
            sums[nearest[i]] += squares[i];
            all += squares[i];
        }
        float[] units = new float[lists];
        for (int list = 0; list < lists; list++) {
            double square = (sums[list] + USUAL * all / Math.max(1, rows)) / (sizes[list] + USUAL);
            units[list] = square > 0 ? (float) Math.sqrt(square) : 1;
        }
        return units;
    }

    private CodeBook trainBook(float[] centreRows, int[] nearest, float[] units, Random random) {
        int stride = layout.stride();
        int count = Math.max(1, Math.min(rows, BOOK_ROWS));
        float[] residuals = new float[count * stride];
        for (int i = 0; i < Math.min(count, rows); i++) {
            int row = (int) ((long) i * rows / count);
            residual(row, centreRows, nearest[row], residuals, i * stride);
            scale(residuals, i * stride, units[nearest[row]]);
        }
        return CodeBook.train(
                residuals, count, stride, layout.dimension(), width, BOOK_ROUNDS, random.nextLong(), control);
    }

    private void residual(int row, float[] centreRows, int list, float[] target, int at) {
        KMeans.residual(vectors + 4L * layout.stride() * row, centreRows, list, layout.stride(), target, at);
    }

    private void scale(float[] residuals, int at, float unit) {
        for (int d = 0; d < layout.stride(); d++) {
            residuals[at + d] /= unit;
        }
    }

    private InvertedLists write(ColumnBlocks centres, float[] centreRows, int[] nearest, float[] units, CodeBook book) {
        int[] firstBlock = firstBlocks();
        int blocks = firstBlock[lists];
        boolean biased = layout.metric() == Metric.L2;
        int biasGroups = biased ? InvertedLists.biasGroups(book.groups()) : 0;
        int groups = book.groups() + biasGroups;
        float[] middle = Partition.middle(centreRows, lists, layout.stride());
        MemorySegment listRows = room.of(IndexFile.Part.LIST_ROWS, 4L * CodeKernels.BLOCK * blocks);
        if (blocks > 0) {
            listRows.fill((byte) -1);
        }
        int[] next = new int[lists];
        for (int row = 0; row < rows; row++) {
            int place = firstBlock[nearest[row]] * CodeKernels.BLOCK + next[nearest[row]]++;
            Memory.setInt(listRows.address() + 4L * place, row);
        }
        long codes = room.of(IndexFile.Part.LIST_CODES, (long) CodeKernels.BLOCK * groups * blocks)
                .address();
        float[] bias = new float[biased ? rows : 0];
        BuildThreads.forEach(control, blocks, 8, () -> {
            float[] residual = new float[layout.stride()];
            byte[] code = new byte[groups];
            float[] values = new float[width];
            return (from, to) -> {
                for (long place = (long) from * CodeKernels.BLOCK; place < (long) to * CodeKernels.BLOCK; place++) {
                    int row = Memory.getInt(listRows.address() + 4 * place);
                    if (row < 0) {
                        continue;
                    }
                    int list = nearest[row];
                    residual(row, centreRows, list, residual, 0);
                    double square = biased ? square(residual) : 0;
                    scale(residual, 0, units[list]);
                    book.encode(residual, 0, layout.dimension(), code, values);
                    keep(code, 0, book.groups(), codes, groups, place);
                    if (biased) {
                        bias[row] = (float) (square + 2 * units[list] * along(code, book, centreRows, middle, list));
                    }
                }
            };
        });
        float[] biasLeast = new float[lists];
        float biasStep = 0;
        if (biased) {
            int levels = biasGroups * InvertedLists.BIAS_LEVELS;
            float step = biasSteps(bias, nearest, units, levels, biasLeast);
            biasStep = step;
            BuildThreads.forEach(control, blocks, 64, () -> {
                byte[] code = new byte[biasGroups];
                return (from, to) -> {
                    for (long place = (long) from * CodeKernels.BLOCK; place < (long) to * CodeKernels.BLOCK; place++) {
                        int row = Memory.getInt(listRows.address() + 4 * place);
                        if (row < 0 || step == 0) {
                            continue;
                        }
                        int list = nearest[row];
                        int level = Math.round((bias[row] - biasLeast[list]) / (step * units[list]));
                        for (int part = 0; part < biasGroups; part++) {
                            code[part] = (byte) ((Math.min(level, levels) + part) / biasGroups);
                        }
                        keep(code, book.groups(), biasGroups, codes, groups, place);
                    }
                };
            });
        }
        return new InvertedLists(
                centres, middle, firstBlock, listRows.address(), codes, book, units, biasLeast, biasStep, biased);
    }

    /** Some groups of the code of the row at a place. */
    private static void keep(byte[] code, int first, int count, long codes, int groups, long place) {
        long block = place / CodeKernels.BLOCK;
        for (int i = 0; i < count; i++) {
            Memory.setByte(
                    codes + (block * groups + first + i) * CodeKernels.BLOCK + place % CodeKernels.BLOCK, code[i]);
        }
    }

    private static double square(float[] residual) {
        double square = 0;
        for (float value : residual) {
            square += (double) value * value;
        }
        return square;
    }

    /**
     * The product of what a code stands for with its list's centre, from the middle: taken of the code and not of the row, so
     * that what the code misses counts only along the way from the centre to a query.
     */
    private double along(byte[] code, CodeBook book, float[] centreRows, float[] middle, int list) {
        double sum = 0;
        for (int d = 0; d < layout.dimension(); d++) {
            float value = book.centres()[d * CodeBook.CENTRES + code[d / width]];
            sum += value * ((double) centreRows[list * layout.stride() + d] - middle[d]);
        }
        return sum;
    }

    private int[] firstBlocks() {
        int[] sizes = of.sizes();
        int[] firstBlock = new int[lists + 1];
        for (int list = 0; list < lists; list++) {
            firstBlock[list + 1] = firstBlock[list] + (sizes[list] + CodeKernels.BLOCK - 1) / CodeKernels.BLOCK;
        }
        return firstBlock;
    }

    private float biasSteps(float[] bias, int[] nearest, float[] units, int levels, float[] least) {
        float[] most = new float[lists];
        java.util.Arrays.fill(least, Float.POSITIVE_INFINITY);
        java.util.Arrays.fill(most, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < rows; row++) {
            least[nearest[row]] = Math.min(least[nearest[row]], bias[row]);
            most[nearest[row]] = Math.max(most[nearest[row]], bias[row]);
        }
        float range = 0;
        for (int list = 0; list < lists; list++) {
            if (most[list] < least[list]) {
                least[list] = 0;
            } else {
                range = Math.max(range, (most[list] - least[list]) / units[list]);
            }
        }
        return range / levels;
    }
}
