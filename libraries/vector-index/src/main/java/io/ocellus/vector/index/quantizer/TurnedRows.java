package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.Scorer;
import io.ocellus.vector.index.training.TrainingRows;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows as RaBitQ codes of what they differ from the mean of a sample: {@link RabitqRows} with one centre for all. Immutable
 * once written.
 *
 * @param centre address of the mean, padded
 */
public record TurnedRows(RowLayout layout, RabitqRows codes, long centre) {

    private static final int SOME = 256;

    public static TurnedRows write(
            IndexFile.Writer writer,
            int bits,
            RowLayout layout,
            TrainingRows sample,
            int rows,
            long vectors,
            BuildControl control) {
        int stride = layout.stride();
        float[] mean = mean(sample, stride);
        MemorySegment centre = writer.part(IndexFile.Part.CENTROIDS, 4L * stride);
        MemorySegment.copy(mean, 0, centre, Memory.FLOAT, 0, stride);
        int length = RabitqCode.groups(layout.dimension()) * RabitqCode.GROUP;
        RabitqRows codes = RabitqRows.write(writer, rows, bits, length);
        AtomicInteger next = new AtomicInteger();
        BuildThreads.run(control.threads(), () -> {
            RabitqCode code = new RabitqCode(layout, mean, 1, middle(layout, mean));
            for (int from = next.getAndAdd(SOME); from < rows && from >= 0; from = next.getAndAdd(SOME)) {
                control.check();
                for (int row = from; row < Math.min(rows, from + SOME); row++) {
                    code.encode(vectors + 4L * stride * row, 0);
                    code.encodeFine(codes, row, 0);
                }
            }
        });
        return new TurnedRows(layout, codes, centre.address());
    }

    private static float[] middle(RowLayout layout, float[] mean) {
        return layout.metric() == Metric.L2 ? mean : new float[mean.length];
    }

    private static float[] mean(TrainingRows sample, int stride) {
        double[] sums = new double[stride];
        float[] row = new float[stride];
        for (int i = 0; i < sample.count(); i++) {
            Memory.read(sample.address() + 4L * stride * i, row, 0, stride);
            for (int d = 0; d < stride; d++) {
                sums[d] += row[d];
            }
        }
        for (int d = 0; d < stride; d++) {
            row[d] = sample.count() == 0 ? 0 : (float) (sums[d] / sample.count());
        }
        return row;
    }

    public static TurnedRows read(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        long centre = header.part(file, IndexFile.Part.CENTROIDS, 4L * layout.stride())
                .offset();
        int length = RabitqCode.groups(layout.dimension()) * RabitqCode.GROUP;
        int bits = header.parameters().integer("rbq_bits", 1);
        return new TurnedRows(layout, RabitqRows.read(file, header, mapped, bits, length), mapped.address() + centre);
    }

    public Scorer scorer() {
        return new EstimateScorer();
    }

    /** Estimates by the codes. Confined to one search at a time. */
    private final class EstimateScorer implements Scorer {
        private final RabitqTables tables;
        private final RabitqScorer estimates;
        private final float[] far = new float[1];
        private final float halfNorm;
        private float share;

        EstimateScorer() {
            float[] mean = new float[layout.stride()];
            Memory.read(centre, mean, 0, mean.length);
            tables = new RabitqTables(layout.dimension(), middle(layout, mean));
            estimates = new RabitqScorer(codes, tables);
            float norm = 0;
            for (float number : mean) {
                norm += number * number;
            }
            halfNorm = norm / 2;
        }

        @Override
        public void query(long address) {
            query(address, SearchParameters.defaults());
        }

        @Override
        public void query(long address, SearchParameters parameters) {
            tables.query(address, parameters);
            Kernels.FLOATS.distances(layout.metric(), address, layout.stride(), centre, 1, far, 0);
            share = Partition.share(layout.metric(), far[0], halfNorm);
        }

        @Override
        public void score(int[] rows, int count, float[] distances) {
            estimates.products(rows, count, distances);
            for (int i = 0; i < count; i++) {
                distances[i] = far[0] + estimates.beyondCentre(rows[i], share, distances[i]);
            }
        }
    }
}
