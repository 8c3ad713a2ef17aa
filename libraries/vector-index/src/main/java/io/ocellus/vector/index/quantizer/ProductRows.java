package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.Scorer;
import io.ocellus.vector.index.training.TrainingRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows by a {@link ProductBook}, a byte a group, one row after another. Squares of what codes stand for go into the tables of
 * a query, so that nothing lies beside the codes. Immutable once written.
 *
 * @param squares under L2 the square of each centre, {@code groups * entries} of them
 */
public record ProductRows(RowLayout layout, ProductBook book, float[] squares, long base) {

    private static final int SOME = 256;

    /** Trains the book on a sample, then codes all rows. */
    public static ProductRows write(
            IndexFile.Writer writer,
            IndexParameters parameters,
            RowLayout layout,
            TrainingRows sample,
            int rows,
            long vectors,
            BuildControl control) {
        int groups = parameters.productGroups();
        int bits = parameters.integer("nbits", 8);
        int stride = layout.stride();
        float[] training = new float[sample.count() * stride];
        Memory.read(sample.address(), training, 0, training.length);
        ProductBook book = ProductBook.train(
                training, sample.count(), stride, groups, layout.dimension() / groups, bits, new Random(42), control);
        float[] centres = book.centres();
        MemorySegment.copy(
                centres, 0, writer.part(IndexFile.Part.CODEBOOK, 4L * centres.length), Memory.FLOAT, 0, centres.length);
        long codes = writer.part(IndexFile.Part.ROW_CODES, (long) groups * rows).address();
        AtomicInteger next = new AtomicInteger();
        BuildThreads.run(control.threads(), () -> {
            ProductCode code = new ProductCode(book, bits);
            float[] row = new float[stride];
            float[] zeros = new float[stride];
            for (int from = next.getAndAdd(SOME); from < rows && from >= 0; from = next.getAndAdd(SOME)) {
                control.check();
                for (int i = from; i < Math.min(rows, from + SOME); i++) {
                    Memory.read(vectors + 4L * stride * i, row, 0, stride);
                    code.encode(row, zeros, 0);
                    Memory.write(code.code(), 0, groups, codes + (long) groups * i);
                }
            }
        });
        return of(layout, book, codes);
    }

    public static ProductRows read(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        int groups = header.parameters().productGroups();
        int width = layout.dimension() / groups;
        int entries = ProductBook.entries(header.parameters().integer("nbits", 8));
        float[] centres = new float[groups * width * entries];
        long at =
                header.part(file, IndexFile.Part.CODEBOOK, 4L * centres.length).offset();
        MemorySegment.copy(mapped, Memory.FLOAT, at, centres, 0, centres.length);
        long codes = header.part(file, IndexFile.Part.ROW_CODES, (long) groups * header.rows())
                .offset();
        return of(layout, new ProductBook(groups, width, entries, centres), mapped.address() + codes);
    }

    private static ProductRows of(RowLayout layout, ProductBook book, long codes) {
        float[] squares = new float[book.groups() * book.entries()];
        if (layout.metric() == Metric.L2) {
            for (int i = 0; i < squares.length; i++) {
                for (int d = 0; d < book.width(); d++) {
                    float value = book.centre(i / book.entries(), d, i % book.entries());
                    squares[i] += value * value;
                }
            }
        }
        return new ProductRows(layout, book, squares, codes);
    }

    public Scorer scorer() {
        return new TableScorer();
    }

    /** Sums of table entries. Confined to one search at a time. */
    private final class TableScorer implements Scorer {
        private final float[] table = new float[squares.length];
        private final MemorySegment rounded = Memory.allocate(Arena.ofAuto(), table.length);
        private final float[] scale = new float[2];
        private float offset;

        @Override
        public void query(long address) {
            Kernels.ESTIMATES.productTables(
                    book.centres(),
                    book.groups(),
                    book.width(),
                    book.entries(),
                    address,
                    table,
                    rounded.address(),
                    scale);
            boolean euclidean = layout.metric() == Metric.L2;
            float factor = euclidean ? -2 : -1;
            for (int i = 0; i < table.length; i++) {
                table[i] = factor * table[i] + squares[i];
            }
            offset = 0;
            for (int d = 0; euclidean && d < layout.dimension(); d++) {
                float value = Memory.getFloat(address + 4L * d);
                offset += value * value;
            }
        }

        /** Four rows at a time: each sum waits for its last addition, four do not wait for one another. */
        @Override
        public void score(int[] rows, int count, float[] distances) {
            long groups = book.groups();
            int i = 0;
            for (; i + 3 < count; i += 4) {
                four(
                        base + groups * rows[i],
                        base + groups * rows[i + 1],
                        base + groups * rows[i + 2],
                        base + groups * rows[i + 3],
                        distances,
                        i);
            }
            for (; i < count; i++) {
                long code = base + groups * rows[i];
                float sum = offset;
                for (int group = 0; group < groups; group++) {
                    sum += entry(group, code);
                }
                distances[i] = sum;
            }
        }

        private void four(long r0, long r1, long r2, long r3, float[] distances, int at) {
            float s0 = offset;
            float s1 = offset;
            float s2 = offset;
            float s3 = offset;
            for (int group = 0; group < book.groups(); group++) {
                s0 += entry(group, r0);
                s1 += entry(group, r1);
                s2 += entry(group, r2);
                s3 += entry(group, r3);
            }
            distances[at] = s0;
            distances[at + 1] = s1;
            distances[at + 2] = s2;
            distances[at + 3] = s3;
        }

        private float entry(int group, long code) {
            int entries = book.entries();
            // A damaged code stays within its group.
            return table[group * entries + (Memory.getByte(code + group) & (entries - 1))];
        }
    }
}
