package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.columns.FlatVectors;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.MetricType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares queries with every accepted row: a piece of rows that fits into the cache at a time, for all queries. Stateless. */
final class ExactScan {
    private static final int PIECE_BYTES = 64 << 10;

    private ExactScan() {}

    /**
     * @param queries of the rows' dimension, normalised for COSINE
     * @param accepted null means all
     */
    static void scan(
            MetricType metric,
            List<float[]> queries,
            FlatVectors vectors,
            int rows,
            @Nullable RowSet accepted,
            Nearest[] found) {
        int step = Math.max(8, PIECE_BYTES / (4 * vectors.dimension()));
        float[] distances = new float[step];
        for (int first = 0; first < rows; first += step) {
            int count = Math.min(step, rows - first);
            if (accepted != null) {
                int next = accepted.next(first);
                if (next < 0) {
                    return;
                }
                if (next >= first + count) {
                    continue;
                }
            }
            for (int q = 0; q < found.length; q++) {
                ScanKernel.INSTANCE.distances(
                        metric, queries.get(q), vectors.segment(), vectors.offset(first), count, distances);
                Nearest nearest = found[q];
                for (int i = 0; i < count; i++) {
                    if (distances[i] <= nearest.bar() && (accepted == null || accepted.contains(first + i))) {
                        nearest.add(distances[i], first + i);
                    }
                }
            }
        }
    }
}
