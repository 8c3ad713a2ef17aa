package io.ocellus.vector.index;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Path;
import java.util.Random;

/** Clustered random vectors, and the exact answer in doubles. */
public final class Clouds {

    /** The metrics of floats. */
    public static final java.util.List<Metric> METRICS = java.util.List.of(Metric.L2, Metric.IP, Metric.COSINE);

    private Clouds() {}

    public static float[] clustered(int rows, int dimension, int clusters, long seed) {
        Random random = new Random(seed);
        float[] centres = new float[clusters * dimension];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) random.nextGaussian();
        }
        float[] vectors = new float[rows * dimension];
        for (int row = 0; row < rows; row++) {
            int centre = random.nextInt(clusters);
            for (int d = 0; d < dimension; d++) {
                vectors[row * dimension + d] = centres[centre * dimension + d] + 0.5f * (float) random.nextGaussian();
            }
        }
        return vectors;
    }

    public static void append(GrowingVectors growing, float[] rows, int first, int count) {
        int dimension = growing.dimension();
        for (int row = first; row < first + count; row++) {
            growing.set(row, java.util.Arrays.copyOfRange(rows, row * dimension, (row + 1) * dimension));
        }
    }

    /** An index of these rows in that file, verified. */
    public static VectorIndex index(
            String words, Metric metric, float[] data, int dimension, Path file, BuildControl control) {
        VectorIndex.build(
                IndexParameters.parse(words, metric, dimension), VectorSource.of(data, dimension), file, control);
        VectorIndex index = VectorIndex.open(file);
        index.verify();
        return index;
    }

    public static double score(Metric metric, float[] a, int aAt, float[] b, int bAt, int dimension) {
        double dot = 0;
        double square = 0;
        double aa = 0;
        double bb = 0;
        for (int d = 0; d < dimension; d++) {
            double x = a[aAt + d];
            double y = b[bAt + d];
            dot += x * y;
            square += (x - y) * (x - y);
            aa += x * x;
            bb += y * y;
        }
        return switch (metric) {
            case L2 -> square;
            case IP -> dot;
            case HAMMING, JACCARD -> throw new IllegalArgumentException(metric + " compares bits");
            case COSINE -> aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
        };
    }

    /** The part of the exact answer that was found, by score: rows at equal distance count alike. */
    public static double recall(
            Metric metric, float[] rows, float[] queries, int dimension, Hits[] hits, int k, Acceptance accepted) {
        double found = 0;
        double wanted = 0;
        int n = rows.length / dimension;
        for (int q = 0; q < hits.length; q++) {
            int query = q;
            double[] scores = java.util.stream.IntStream.range(0, n)
                    .filter(accepted::test)
                    .mapToDouble(row -> score(metric, queries, query * dimension, rows, row * dimension, dimension))
                    .map(score -> metric.smallerIsCloser() ? score : -score)
                    .sorted()
                    .limit(k)
                    .toArray();
            wanted += scores.length;
            double worst = scores.length == 0 ? 0 : scores[scores.length - 1];
            for (int i = 0; i < Math.min(hits[q].size(), k); i++) {
                double score = score(metric, queries, q * dimension, rows, hits[q].row(i) * dimension, dimension);
                if ((metric.smallerIsCloser() ? score : -score) <= worst + 1e-4 * Math.max(1, Math.abs(worst))) {
                    found++;
                }
            }
        }
        return wanted == 0 ? 1 : found / wanted;
    }
}
