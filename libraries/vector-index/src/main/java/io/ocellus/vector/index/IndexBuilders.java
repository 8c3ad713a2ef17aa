package io.ocellus.vector.index;

import io.ocellus.vector.index.auto.AutoSearcher;
import io.ocellus.vector.index.auto.Calibration;
import io.ocellus.vector.index.auto.FittedLists;
import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.exact.FlatSearcher;
import io.ocellus.vector.index.exact.RoundedScan;
import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.graph.CodedGraph;
import io.ocellus.vector.index.graph.CodedGraphBuilder;
import io.ocellus.vector.index.graph.CodedGraphSearcher;
import io.ocellus.vector.index.graph.GraphFile;
import io.ocellus.vector.index.graph.WalkEfforts;
import io.ocellus.vector.index.ivf.CodedLists;
import io.ocellus.vector.index.ivf.InvertedBuilder;
import io.ocellus.vector.index.ivf.InvertedFile;
import io.ocellus.vector.index.ivf.InvertedSearcher;
import io.ocellus.vector.index.ivf.IvfBuilder;
import io.ocellus.vector.index.ivf.IvfFile;
import io.ocellus.vector.index.ivf.RowLists;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.quantizer.SignRows;
import io.ocellus.vector.index.quantizer.SignScan;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.CandidateRefiner;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.Searcher;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;

/** Which code builds and reads which type. */
final class IndexBuilders {

    /** Up to so many rows AUTOINDEX scans all of them. */
    static final int SMALL = 4_096;

    private IndexBuilders() {}

    static void build(IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        if (parameters.element() != ElementType.FLOAT32) {
            ElementIndexes.build(writer, parameters, source, control);
            return;
        }
        switch (parameters.type()) {
            case BIN_FLAT -> throw new IllegalStateException("floats are no bits");
            case FLAT -> FlatSearcher.build(writer, parameters, source, control);
            case HNSW, HNSW_SQ, HNSW_PQ, HNSW_RABITQ -> GraphFile.build(writer, parameters, source, control);
            case IVF_FLAT, IVF_SQ8, IVF_PQ, IVF_RABITQ -> IvfBuilder.build(writer, parameters, source, control);
            case SCANN, AUTOINDEX -> buildLists(writer, parameters, source, control);
        }
    }

    private static void buildLists(
            IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        RowLayout layout = new RowLayout(parameters.metric(), parameters.dimension());
        int rows = source.rows();
        boolean automatic = parameters.type() == IndexType.AUTOINDEX;
        boolean floats = keepsFloats(parameters);
        long room = 4L * rows * layout.stride();
        MemorySegment vectors = floats ? writer.part(IndexFile.Part.VECTORS, room) : writer.scratch(room);
        FlatSearcher.fill(vectors, layout, source, control, 0, 0.1);
        if (automatic && rows <= SMALL) {
            return;
        }
        ByteRows bytes = ByteRows.write(writer, layout, rows, vectors.address(), !floats, control);
        if (!automatic) {
            lists(writer::part, parameters, layout, rows, vectors.address(), control)
                    .keep(writer, layout.stride());
            return;
        }
        boolean walked = walks(parameters) && CodedGraphBuilder.workingBytes(rows) <= control.memoryBytes();
        SampleQueries sample = new SampleQueries(
                layout, rows, vectors.address(), rows / (walked ? SampleQueries.HELD : SampleQueries.ASKING));
        InvertedBuilder.Room apart = (part, length) -> writer.scratch(length);
        CodedLists first = BuildThreads.beside(
                control,
                sample.search(layout, rows, vectors.address(), control),
                rest -> lists(apart, parameters, layout, rows, vectors.address(), rest));
        FittedLists fitted = FittedLists.fit(first, sample, layout, vectors.address(), apart, control);
        fitted.lists().keepAll(writer, layout.stride());
        fitted.calibration().write(writer);
        if (walked) {
            SignRows.write(writer, layout, rows, vectors.address(), bytes.middle(), control);
            CodedGraphBuilder.build(
                    writer,
                    layout,
                    rows,
                    vectors.address(),
                    fitted.lists().coded(),
                    bytes,
                    sample.own(),
                    graph -> WalkEfforts.measure(
                                    new CodedGraphSearcher(graph, vectors.address(), bytes), sample, control)
                            .write(writer),
                    control);
        }
    }

    private static CodedLists lists(
            InvertedBuilder.Room room,
            IndexParameters parameters,
            RowLayout layout,
            int rows,
            long vectors,
            BuildControl control) {
        Random random = new Random(42);
        boolean automatic = parameters.type() == IndexType.AUTOINDEX;
        int lists = automatic ? lists(rows) : parameters.integer("nlist", IndexParameters.DEFAULT_LISTS);
        RowLists of = InvertedBuilder.lists(layout, rows, vectors, lists, random, control);
        return InvertedBuilder.code(room, layout, vectors, of, width(parameters), random, control);
    }

    private static boolean keepsFloats(IndexParameters parameters) {
        return parameters.type() == IndexType.AUTOINDEX || parameters.flag("with_raw_data", true);
    }

    /** Short rows are scanned sooner than walked, and links by distance do not lead to the greatest inner products. */
    private static boolean walks(IndexParameters parameters) {
        return parameters.metric() != Metric.IP
                && parameters.flag("graph", parameters.dimension() >= CodedGraphBuilder.LEAST_DIMENSION);
    }

    /** Lists of some hundred rows: shorter ones cost more centres, longer ones more codes. */
    private static int lists(int rows) {
        return Math.clamp(Math.round(1.7 * Math.sqrt(rows) / 64) * 64, 64, 16_384);
    }

    /** Dimensions to a code: the wider, the less memory is read, and the more candidates must be looked at again. */
    private static int width(IndexParameters parameters) {
        int dimension = parameters.dimension();
        int least = dimension <= 16 ? 1 : dimension <= 48 ? 2 : 3;
        return parameters.integer("width", Math.clamp(dimension / 64, least, 8));
    }

    static Searcher searcher(Path file, IndexFile.Header header, MemorySegment mapped) {
        if (header.parameters().element() != ElementType.FLOAT32) {
            return ElementIndexes.searcher(file, header, mapped);
        }
        RowLayout layout =
                new RowLayout(header.parameters().metric(), header.parameters().dimension());
        int rows = header.rows();
        if (header.parameters().type().isInverted()) {
            return IvfFile.searcher(file, header, layout, mapped);
        }
        if (header.parameters().type().isGraph()) {
            return GraphFile.searcher(file, header, layout, mapped);
        }
        if (header.parameters().type() == IndexType.SCANN) {
            return scann(file, header, layout, mapped);
        }
        int pitch = header.parameters().type() == IndexType.FLAT ? layout.dimension() : layout.stride();
        IndexFile.Extent extent = header.part(file, IndexFile.Part.VECTORS, 4L * rows * pitch);
        long vectors = mapped.address() + extent.offset();
        return switch (header.parameters().type()) {
            case FLAT -> new FlatSearcher(layout, rows, vectors, pitch, false);
            case AUTOINDEX -> {
                if (rows <= SMALL) {
                    yield new FlatSearcher(layout, rows, vectors);
                }
                InvertedLists lists = InvertedFile.read(file, header, layout, mapped);
                ByteRows bytes = ByteRows.read(file, header, layout, mapped);
                Calibration calibration = Calibration.read(file, header, mapped, lists.lists());
                InvertedSearcher scans = new InvertedSearcher(layout, rows, vectors, lists, bytes, calibration);
                if (!header.parts().containsKey(IndexFile.Part.EDGE_BLOCKS)) {
                    yield scans;
                }
                CodedGraph graph = CodedGraph.read(file, header, layout, mapped);
                yield new AutoSearcher(
                        graph,
                        new CodedGraphSearcher(graph, vectors, bytes),
                        WalkEfforts.read(file, header, mapped),
                        scans,
                        calibration,
                        new RoundedScan(layout, rows, vectors, bytes),
                        new SignScan(layout, rows, vectors, bytes, SignRows.read(file, header, layout, mapped)));
            }
            case BIN_FLAT, SCANN, HNSW, HNSW_SQ, HNSW_PQ, HNSW_RABITQ, IVF_FLAT, IVF_SQ8, IVF_PQ, IVF_RABITQ ->
                throw new IllegalStateException(header.parameters().type() + " is read elsewhere");
        };
    }

    private static Searcher scann(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        int rows = header.rows();
        long vectors = CandidateRefiner.NO_FLOATS;
        if (keepsFloats(header.parameters())) {
            long room = 4L * rows * layout.stride();
            vectors = mapped.address()
                    + header.part(file, IndexFile.Part.VECTORS, room).offset();
        }
        return new InvertedSearcher(
                layout,
                rows,
                vectors,
                InvertedFile.read(file, header, layout, mapped),
                ByteRows.read(file, header, layout, mapped),
                (parameters, k) -> new InvertedSearcher.Effort(
                        parameters.integer("nprobe", 8), Math.max(k, parameters.integer("reorder_k", k))));
    }
}
