package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.kernel.Simd;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The index that is measured. */
final class OcellusContestant implements Contestant {

    private final Metric metric;
    private final int dimension;
    private @Nullable VectorIndex index;

    OcellusContestant(Metric metric, int dimension) {
        if (!Simd.AVAILABLE) {
            throw new BenchmarkFailure("without --add-modules jdk.incubator.vector there is nothing to measure");
        }
        this.metric = metric;
        this.dimension = dimension;
    }

    private static Path file(Path folder) {
        return folder.resolve("index");
    }

    @Override
    public void build(NumpyFile base, String parameters, int threads, Path folder) {
        VectorIndex.build(
                IndexParameters.parse(parameters, metric, dimension),
                base,
                file(folder),
                BuildControl.threads(threads));
    }

    @Override
    public void open(Path folder) {
        index = VectorIndex.open(file(folder));
    }

    @Override
    public BatchSearch search(String settings, RowFilter filter) {
        if (index == null) {
            throw new IllegalStateException("the index is not open");
        }
        return new OcellusSearch(index, dimension, SearchParameters.parse(settings), filter.acceptance());
    }

    @Override
    public void close() {
        if (index != null) {
            index.close();
        }
    }
}
