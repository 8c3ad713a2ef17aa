package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.exact.FlatSearcher;
import io.ocellus.vector.index.exact.RoundedScan;
import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.RowForm;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.quantizer.CodedRows;
import io.ocellus.vector.index.quantizer.ProductRows;
import io.ocellus.vector.index.quantizer.RowEncoder;
import io.ocellus.vector.index.quantizer.SignRows;
import io.ocellus.vector.index.quantizer.SignScan;
import io.ocellus.vector.index.quantizer.TurnedRows;
import io.ocellus.vector.index.row.ByteRowScorer;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.ByteScorer;
import io.ocellus.vector.index.row.ElementRows;
import io.ocellus.vector.index.row.FloatScorer;
import io.ocellus.vector.index.row.NormalScorer;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.ScorerScan;
import io.ocellus.vector.index.search.ScorerSupply;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.training.TrainingRows;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Builds and reads the graphs of Milvus' names: links, what walks measure by, and what their best are measured again by. Links
 * are made from floats, or from bytes ranked by floats; without a refinement by floats these lie beside the file and go with
 * the build.
 */
public final class GraphFile {

    private GraphFile() {}

    public static void build(
            IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        RowLayout layout = new RowLayout(parameters.metric(), parameters.dimension());
        int rows = source.rows();
        boolean automatic = parameters.type() == IndexType.AUTOINDEX;
        int m = automatic ? 16 : parameters.integer("M", IndexParameters.DEFAULT_M);
        boolean exact = keepsRows(parameters);
        boolean floats = parameters.element() == ElementType.FLOAT32;
        long bytes = 4L * rows * layout.stride();
        MemorySegment vectors = exact && floats ? writer.part(IndexFile.Part.VECTORS, bytes) : writer.scratch(bytes);
        FlatSearcher.fill(vectors, layout, source, control, 0, 0.05);
        if (exact && !floats) {
            ElementRows.write(writer, parameters, source, row -> row, control);
        }
        GraphBuilder builder = new GraphBuilder(
                writer,
                layout,
                rows,
                m,
                automatic ? 200 : parameters.integer("efConstruction", IndexParameters.DEFAULT_EF_CONSTRUCTION),
                vectors.address(),
                control);
        ScorerSupply scorers = new Coding(writer, parameters, layout, rows, vectors.address(), exact, control).write();
        if (keepsSigns(parameters)) {
            float[] middle = SignRows.middle(layout, rows, vectors.address());
            SignRows.write(writer, layout, rows, vectors.address(), middle, control);
        }
        Graph graph = automatic
                ? measured(builder, writer, layout, rows, vectors.address(), scorers, control)
                : builder.build(scorers, 0.05);
        MemorySegment numbers = writer.part(IndexFile.Part.NUMBERS, 12);
        numbers.set(Memory.INT, 0, m);
        numbers.set(Memory.INT, 4, graph.entry());
        numbers.set(Memory.INT, 8, graph.top());
    }

    /** Rows that ask for others are linked last, after it was measured how wide walks must be. */
    private static Graph measured(
            GraphBuilder builder,
            IndexFile.Writer writer,
            RowLayout layout,
            int rows,
            long vectors,
            ScorerSupply scorers,
            BuildControl control) {
        SampleQueries sample = SampleQueries.searched(layout, rows, vectors, rows / SampleQueries.HELD, control);
        AcceptedScans exact = AcceptedScans.of(new FlatSearcher(layout, rows, vectors));
        return builder.build(
                scorers,
                0.05,
                sample.own(),
                graph -> GraphEfforts.measure(
                                new GraphSearcher(
                                        layout, graph, exact, scorers, () -> new FloatScorer(layout, vectors)),
                                sample,
                                control)
                        .write(writer));
    }

    /** Whether rows lie in the file as they came, for walks or for what their best are measured by. */
    private static boolean keepsRows(IndexParameters parameters) {
        return parameters.type() == IndexType.HNSW || refinement(parameters) == RowForm.FP32;
    }

    /** For scans of what a filter accepts, where floats measure what is left. */
    private static boolean keepsSigns(IndexParameters parameters) {
        return keepsRows(parameters)
                && parameters.element() == ElementType.FLOAT32
                && parameters.dimension() >= SignRows.LEAST_DIMENSION;
    }

    private static @Nullable RowForm refinement(IndexParameters parameters) {
        return parameters.type() == IndexType.AUTOINDEX ? RowForm.FP32 : parameters.refine();
    }

    /** Writes the codes of all rows. */
    private record Coding(
            IndexFile.Writer writer,
            IndexParameters parameters,
            RowLayout layout,
            int rows,
            long vectors,
            boolean exact,
            BuildControl control) {

        /** What links are made by. */
        ScorerSupply write() {
            ScorerSupply scorers = () -> new FloatScorer(layout, vectors);
            switch (parameters.type()) {
                case HNSW_SQ, AUTOINDEX -> {
                    RowForm form = parameters.codes();
                    if (form == RowForm.SQ8) {
                        ByteRows codes = ByteRows.write(writer, layout, rows, vectors, !exact, control);
                        scorers = () -> new ByteScorer(codes);
                    } else {
                        encode(form, CodedRows.Parts.ROWS);
                    }
                }
                case HNSW_PQ -> ProductRows.write(writer, parameters, layout, sample(), rows, vectors, control);
                case HNSW_RABITQ ->
                    TurnedRows.write(
                            writer, parameters.integer("rbq_bits", 1), layout, sample(), rows, vectors, control);
                default -> {}
            }
            RowForm refine = refinement(parameters);
            if (refine != null && refine != RowForm.FP32) {
                encode(refine, CodedRows.Parts.REFINE);
            }
            return scorers;
        }

        private TrainingRows sample() {
            return TrainingRows.of(layout, rows, vectors);
        }

        private void encode(RowForm form, CodedRows.Parts parts) {
            RowEncoder encoder = new RowEncoder(writer, form, parts, layout, rows, sample());
            BuildThreads.forEach(control, rows, 1_024, () -> {
                RowEncoder own = encoder.another();
                return (from, to) -> {
                    for (int row = from; row < to; row++) {
                        own.write(row, vectors + 4L * layout.stride() * row);
                    }
                };
            });
        }
    }

    public static Searcher searcher(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        Graph graph = graph(file, header, mapped);
        IndexParameters parameters = header.parameters();
        if (keepsRows(parameters)) {
            Kept kept = kept(file, header, layout, mapped);
            if (parameters.type() == IndexType.HNSW) {
                return new GraphSearcher(layout, graph, kept.scans(), kept.scorers(), null);
            }
            GraphSearcher searcher =
                    new GraphSearcher(layout, graph, kept.scans(), walks(file, header, layout, mapped), kept.scorers());
            return parameters.type() == IndexType.AUTOINDEX
                    ? GraphEfforts.read(file, header, mapped).guide(searcher)
                    : searcher;
        }
        ScorerSupply walks = walks(file, header, layout, mapped);
        @Nullable ScorerSupply finer = null;
        RowForm refine = parameters.refine();
        if (refine != null) {
            CodedRows coded = CodedRows.read(file, header, layout, mapped, refine, CodedRows.Parts.REFINE);
            finer = normal(parameters, layout, coded::scorer);
        } else if (parameters.type() == IndexType.HNSW_SQ && parameters.codes() == RowForm.SQ8) {
            // Walks round the query too; the answer need not.
            ByteRows bytes = ByteRows.read(file, header, layout, mapped);
            finer = normal(parameters, layout, () -> new ByteRowScorer(bytes));
        }
        ScorerScan scan = new ScorerScan(layout.stride(), header.rows(), finer == null ? walks : finer);
        return new GraphSearcher(layout, graph, AcceptedScans.of(scan), walks, finer);
    }

    /** Rows as they came: what looks at all that a filter accepts, and how some are measured. */
    private record Kept(AcceptedScans scans, ScorerSupply scorers) {}

    private static Kept kept(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        int rows = header.rows();
        IndexParameters parameters = header.parameters();
        if (parameters.element() != ElementType.FLOAT32) {
            ElementRows elements = ElementRows.read(file, header, mapped);
            ScorerScan scan = new ScorerScan(layout.stride(), rows, elements::scorer);
            return new Kept(AcceptedScans.of(scan), elements::scorer);
        }
        long vectors = mapped.address()
                + header.part(file, IndexFile.Part.VECTORS, 4L * rows * layout.stride())
                        .offset();
        boolean rounded = parameters.type() == IndexType.HNSW_SQ && parameters.codes() == RowForm.SQ8;
        ByteRows bytes = rounded ? ByteRows.read(file, header, layout, mapped) : null;
        SignScan signs = null;
        if (keepsSigns(parameters)) {
            signs = new SignScan(layout, rows, vectors, bytes, SignRows.read(file, header, layout, mapped));
        }
        AcceptedScans scans = new AcceptedScans(
                new FlatSearcher(layout, rows, vectors),
                bytes == null ? null : new RoundedScan(layout, rows, vectors, bytes),
                signs,
                bytes == null ? 4 * layout.stride() : bytes.stride());
        return new Kept(scans, () -> new FloatScorer(layout, vectors));
    }

    /** Codes are of normalised rows under COSINE, so that the query must be, where it comes as it is. */
    private static ScorerSupply normal(IndexParameters parameters, RowLayout layout, ScorerSupply scorers) {
        return parameters.element() == ElementType.FLOAT32 || parameters.metric() != Metric.COSINE
                ? scorers
                : () -> new NormalScorer(scorers.scorer(), layout);
    }

    private static ScorerSupply walks(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        return normal(header.parameters(), layout, codes(file, header, layout, mapped));
    }

    /** What a walk measures by. */
    private static ScorerSupply codes(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        IndexParameters parameters = header.parameters();
        return switch (parameters.type()) {
            case HNSW_PQ -> ProductRows.read(file, header, layout, mapped)::scorer;
            case HNSW_RABITQ -> TurnedRows.read(file, header, layout, mapped)::scorer;
            default -> {
                RowForm form = parameters.codes();
                if (form == RowForm.SQ8) {
                    ByteRows bytes = ByteRows.read(file, header, layout, mapped);
                    yield () -> new ByteScorer(bytes);
                }
                yield CodedRows.read(file, header, layout, mapped, form, CodedRows.Parts.ROWS)::scorer;
            }
        };
    }

    private static Graph graph(Path file, IndexFile.Header header, MemorySegment mapped) {
        int rows = header.rows();
        long numbers = header.part(file, IndexFile.Part.NUMBERS, 12).offset();
        int m = mapped.get(Memory.INT, numbers);
        int entry = mapped.get(Memory.INT, numbers + 4);
        int top = mapped.get(Memory.INT, numbers + 8);
        if (m < 1 || entry < 0 || entry >= Math.max(1, rows) || top < 0 || top > 30) {
            throw new IndexFailure.DamagedFile(file + " has M " + m + ", entry " + entry + " and top layer " + top);
        }
        IndexFile.Extent upper = header.part(file, IndexFile.Part.GRAPH_UPPER, -1);
        long slots = mapped.address()
                + header.part(file, IndexFile.Part.GRAPH_LEVELS, 4L * rows).offset();
        long base = mapped.address()
                + header.part(file, IndexFile.Part.GRAPH_BASE, 8L * m * rows).offset();
        checkSlots(file, slots, rows, upper.length() / (4L * m) - GraphBuilder.SPARE_SLOTS);
        return new Graph(rows, m, base, slots, mapped.address() + upper.offset(), entry, top);
    }

    /** A damaged slot would lead outside the file, where kernels do not look. */
    private static void checkSlots(Path file, long slots, int rows, long limit) {
        for (int row = 0; row < rows; row++) {
            int slot = Memory.getInt(slots + 4L * row);
            if (slot < 0 || slot > limit) {
                throw new IndexFailure.DamagedFile(file + " has slot " + slot + " of " + limit + " for row " + row);
            }
        }
    }
}
