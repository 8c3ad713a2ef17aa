package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.model.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's HNSW in one segment of a mapped folder; the graph is built once, at the one flush. {@code bits=7} or {@code 4}
 * walk by quantized vectors, and the best {@code rescore} are then ranked again by full ones.
 */
final class LuceneContestant implements Contestant {

    private static final String FIELD = "v";

    private final Metric metric;
    private final int dimension;
    private @Nullable MMapDirectory directory;
    private @Nullable DirectoryReader reader;

    LuceneContestant(Metric metric, int dimension) {
        this.metric = metric;
        this.dimension = dimension;
    }

    @Override
    public void build(NumpyFile base, String parameters, int threads, Path folder) throws IOException {
        Words words = Words.of(parameters);
        int m = words.integer("M", 16);
        int beam = words.integer("efConstruction", 100);
        KnnVectorsFormat format = switch (words.integer("bits", 32)) {
            case 32 -> new Lucene99HnswVectorsFormat(m, beam, 0);
            case 8 -> new Lucene104HnswScalarQuantizedVectorsFormat(ScalarEncoding.UNSIGNED_BYTE, m, beam, 1, null, 0);
            case 7 -> new Lucene104HnswScalarQuantizedVectorsFormat(ScalarEncoding.SEVEN_BIT, m, beam, 1, null, 0);
            case 4 -> new Lucene104HnswScalarQuantizedVectorsFormat(ScalarEncoding.PACKED_NIBBLE, m, beam, 1, null, 0);
            default -> throw new BenchmarkFailure("bits must be 32, 8, 7 or 4");
        };
        VectorSimilarityFunction similarity = switch (metric) {
            case L2 -> VectorSimilarityFunction.EUCLIDEAN;
            case IP -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
            case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
            case HAMMING, JACCARD -> throw new BenchmarkFailure(metric + " compares bits");
        };
        IndexWriterConfig config = new IndexWriterConfig()
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return format;
                    }
                })
                .setUseCompoundFile(false)
                .setRAMBufferSizeMB(2000)
                .setRAMPerThreadHardLimitMB(2000)
                .setMergePolicy(NoMergePolicy.INSTANCE);
        try (MMapDirectory target = new MMapDirectory(folder);
                IndexWriter writer = new IndexWriter(target, config)) {
            int step = Math.max(1, (1 << 18) / dimension);
            for (int from = 0; from < base.rows(); from += step) {
                int count = Math.min(step, base.rows() - from);
                float[] part = new float[count * dimension];
                base.read(from, count, part);
                Contestant.normalise(metric, part, dimension);
                for (int i = 0; i < count; i++) {
                    Document document = new Document();
                    float[] row = Arrays.copyOfRange(part, i * dimension, (i + 1) * dimension);
                    document.add(new KnnFloatVectorField(FIELD, row, similarity));
                    writer.addDocument(document);
                }
            }
            writer.commit();
        }
    }

    @Override
    public void open(Path folder) throws IOException {
        directory = new MMapDirectory(folder);
        reader = DirectoryReader.open(directory);
        if (reader.leaves().size() != 1) {
            throw new BenchmarkFailure(
                    "Lucene made " + reader.leaves().size() + " segments, one is what is to be measured");
        }
    }

    @Override
    public BatchSearch search(String settings, RowFilter filter) {
        if (reader == null) {
            throw new IllegalStateException("the index is not open");
        }
        Words words = Words.of(settings);
        int ef = words.integer("ef", 10);
        int rescored = words.integer("rescore", 0);
        LeafReader leaf = reader.leaves().getFirst().reader();
        FixedBitSet bits = bits(filter, leaf.maxDoc());
        int accepted = bits == null ? leaf.maxDoc() : bits.cardinality();
        return (queries, first, count, k, ids) -> {
            try {
                for (int q = first; q < first + count; q++) {
                    float[] query = Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension);
                    AcceptDocs documents = bits == null
                            ? AcceptDocs.fromLiveDocs(null, leaf.maxDoc())
                            : AcceptDocs.fromIteratorSupplier(
                                    () -> new BitSetIterator(bits, accepted), null, leaf.maxDoc());
                    ScoreDoc[] found = leaf.searchNearestVectors(
                                    FIELD, query, Math.max(k, ef), documents, Integer.MAX_VALUE)
                            .scoreDocs;
                    if (rescored > 0) {
                        found = rescore(leaf, query, Arrays.copyOf(found, Math.min(found.length, rescored)));
                    }
                    for (int i = 0; i < k; i++) {
                        ids[q * k + i] = i < found.length ? found[i].doc : -1;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static @Nullable FixedBitSet bits(RowFilter filter, int rows) {
        if (filter.acceptsAll()) {
            return null;
        }
        FixedBitSet bits = new FixedBitSet(rows);
        for (int row = 0; row < rows; row++) {
            if (filter.accepts(row)) {
                bits.set(row);
            }
        }
        return bits;
    }

    private static ScoreDoc[] rescore(LeafReader leaf, float[] query, ScoreDoc[] found) throws IOException {
        Arrays.sort(found, (a, b) -> Integer.compare(a.doc, b.doc));
        VectorScorer scorer = leaf.getFloatVectorValues(FIELD).rescorer(query);
        DocIdSetIterator at = scorer.iterator();
        for (ScoreDoc one : found) {
            at.advance(one.doc);
            one.score = scorer.score();
        }
        Arrays.sort(found, (a, b) -> Float.compare(b.score, a.score));
        return found;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
        if (directory != null) {
            directory.close();
        }
    }
}
