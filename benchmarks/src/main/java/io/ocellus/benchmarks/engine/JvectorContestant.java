package io.ocellus.benchmarks.engine;

import io.github.jbellis.jvector.disk.ReaderSupplier;
import io.github.jbellis.jvector.disk.ReaderSupplierFactory;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.GraphIndexWriter;
import io.github.jbellis.jvector.graph.disk.GraphIndexWriterTypes;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.disk.feature.Feature;
import io.github.jbellis.jvector.graph.disk.feature.FeatureId;
import io.github.jbellis.jvector.graph.disk.feature.FusedPQ;
import io.github.jbellis.jvector.graph.disk.feature.InlineVectors;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.quantization.ProductQuantization;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import io.ocellus.vector.index.model.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * JVector's graph from a file, with the full vectors in it. {@code pq} is how many dimensions one code stands for: the codes
 * of a node's neighbours then lie beside it (fused), the walk scores them, and the best {@code ef} are ranked again by full
 * vectors. {@code pq=0} at search walks by full vectors.
 */
final class JvectorContestant implements Contestant {

    private static final VectorTypeSupport VECTORS =
            VectorizationProvider.getInstance().getVectorTypeSupport();

    private final Metric metric;
    private final int dimension;
    private final VectorSimilarityFunction similarity;
    private @Nullable ReaderSupplier file;
    private @Nullable OnDiskGraphIndex graph;

    JvectorContestant(Metric metric, int dimension) {
        String provider = VectorizationProvider.getInstance().getClass().getSimpleName();
        if (provider.startsWith("Default")) {
            throw new BenchmarkFailure("JVector runs without the Vector API (" + provider + ")");
        }
        this.metric = metric;
        this.dimension = dimension;
        this.similarity =
                metric == Metric.L2 ? VectorSimilarityFunction.EUCLIDEAN : VectorSimilarityFunction.DOT_PRODUCT;
    }

    @Override
    public void build(NumpyFile base, String parameters, int threads, Path folder) throws IOException {
        Words words = Words.of(parameters);
        RandomAccessVectorValues rows = rows(base);
        int perCode = words.integer("pq", 0);
        ForkJoinPool pool = new ForkJoinPool(threads);
        try (GraphIndexBuilder builder = GraphIndexBuilder.builder(
                        BuildScoreProvider.randomAccessScoreProvider(rows, similarity),
                        dimension,
                        words.integer("M", 32))
                .withBeamWidth(words.integer("efConstruction", 100))
                .withNeighborOverflow(1.2f)
                .withAlpha(1.2f)
                .withSimdExecutor(pool)
                .withParallelExecutor(pool)
                .build()) {
            ImmutableGraphIndex built = builder.build(rows);
            Map<FeatureId, IntFunction<Feature.State>> states = new EnumMap<>(FeatureId.class);
            states.put(FeatureId.INLINE_VECTORS, node -> new InlineVectors.State(rows.getVector(node)));
            var writer = GraphIndexWriter.getBuilderFor(
                            GraphIndexWriterTypes.RANDOM_ACCESS, built, folder.resolve("graph"))
                    .with(new InlineVectors(dimension));
            if (perCode > 0) {
                ProductQuantization codebook = ProductQuantization.compute(
                        rows, Math.max(1, dimension / perCode), 256, metric == Metric.L2, -1f, pool, pool);
                PQVectors codes = codebook.encodeAll(rows, pool);
                ImmutableGraphIndex.View view = built.getView();
                writer.with(new FusedPQ(built.maxDegree(), codebook));
                states.put(FeatureId.FUSED_PQ, node -> new FusedPQ.State(view, codes, node));
            }
            try (GraphIndexWriter out = writer.build()) {
                out.write(states);
            }
        } finally {
            pool.shutdown();
        }
    }

    private RandomAccessVectorValues rows(NumpyFile base) {
        List<VectorFloat<?>> rows = new ArrayList<>(base.rows());
        int step = Math.max(1, (1 << 18) / dimension);
        for (int from = 0; from < base.rows(); from += step) {
            int count = Math.min(step, base.rows() - from);
            float[] part = new float[count * dimension];
            base.read(from, count, part);
            Contestant.normalise(metric, part, dimension);
            for (int i = 0; i < count; i++) {
                rows.add(VECTORS.createFloatVector(Arrays.copyOfRange(part, i * dimension, (i + 1) * dimension)));
            }
        }
        return new ListRandomAccessVectorValues(rows, dimension);
    }

    @Override
    public void open(Path folder) throws IOException {
        file = ReaderSupplierFactory.open(folder.resolve("graph"));
        graph = OnDiskGraphIndex.load(file);
    }

    @Override
    public BatchSearch search(String settings, RowFilter filter) {
        Words words = Words.of(settings);
        int ef = words.integer("ef", 10);
        boolean codes = words.integer("pq", 1) > 0
                && graph != null
                && graph.getFeatureSet().contains(FeatureId.FUSED_PQ);
        Bits accepted = filter.acceptsAll() ? Bits.ALL : filter::accepts;
        ThreadLocal<GraphSearcher> searchers = ThreadLocal.withInitial(this::searcher);
        return (queries, first, count, k, ids) -> {
            GraphSearcher searcher = searchers.get();
            for (int q = first; q < first + count; q++) {
                float[] copy = Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension);
                VectorFloat<?> query = VECTORS.createFloatVector(copy);
                SearchResult found = searcher.search(score(searcher, query, codes), k, Math.max(k, ef), 0, 0, accepted);
                SearchResult.NodeScore[] nodes = found.getNodes();
                for (int i = 0; i < k; i++) {
                    ids[q * k + i] = i < nodes.length ? nodes[i].node : -1;
                }
            }
        };
    }

    private GraphSearcher searcher() {
        if (graph == null) {
            throw new IllegalStateException("the graph is not open");
        }
        return new GraphSearcher(graph);
    }

    private SearchScoreProvider score(GraphSearcher searcher, VectorFloat<?> query, boolean codes) {
        var view = (ImmutableGraphIndex.ScoringView) searcher.getView();
        return codes
                ? new DefaultSearchScoreProvider(
                        view.approximateScoreFunctionFor(query, similarity), view.rerankerFor(query, similarity))
                : new DefaultSearchScoreProvider(view.rerankerFor(query, similarity));
    }

    @Override
    public void close() throws IOException {
        if (graph != null) {
            graph.close();
        }
        if (file != null) {
            try {
                file.close();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}
