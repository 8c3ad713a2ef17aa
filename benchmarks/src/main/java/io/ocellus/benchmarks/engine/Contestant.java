package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.model.Metric;
import java.io.IOException;
import java.nio.file.Path;

/** An index library in this JVM. Built once into a folder, then opened from there and searched by several threads. */
interface Contestant extends AutoCloseable {

    /** One of the libraries by name, for vectors of that kind. */
    static Contestant of(String name, Metric metric, int dimension) {
        return switch (name) {
            case "ocellus" -> new OcellusContestant(metric, dimension);
            case "jvector" -> new JvectorContestant(metric, dimension);
            case "lucene" -> new LuceneContestant(metric, dimension);
            default -> throw new BenchmarkFailure("no contestant " + name + "; there are ocellus, jvector, lucene");
        };
    }

    void build(NumpyFile base, String parameters, int threads, Path folder) throws IOException;

    void open(Path folder) throws IOException;

    /** What a search goes by, in the words of the library; the filter accepts everything unless it says otherwise. */
    BatchSearch search(String settings, RowFilter filter);

    @Override
    void close() throws IOException;

    /** Scales rows to length 1 where the metric is cosine and the library wants it done before. */
    static void normalise(Metric metric, float[] rows, int dimension) {
        if (metric != Metric.COSINE) {
            return;
        }
        for (int at = 0; at < rows.length; at += dimension) {
            double squares = 0;
            for (int d = 0; d < dimension; d++) {
                squares += (double) rows[at + d] * rows[at + d];
            }
            if (squares > 0) {
                float factor = (float) (1 / Math.sqrt(squares));
                for (int d = 0; d < dimension; d++) {
                    rows[at + d] *= factor;
                }
            }
        }
    }
}
