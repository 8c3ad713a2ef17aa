package io.ocellus.vector.index;

import io.ocellus.vector.index.exact.ElementSearcher;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.graph.GraphFile;
import io.ocellus.vector.index.ivf.IvfBuilder;
import io.ocellus.vector.index.ivf.IvfFile;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.row.ElementRows;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.Searcher;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Indexes of vectors whose numbers are no floats of 32 bits: their rows are kept as they came. */
final class ElementIndexes {

    private ElementIndexes() {}

    static void build(IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        if (scans(parameters, source.rows())) {
            ElementRows.write(writer, parameters, source, row -> row, control);
        } else if (parameters.type().isInverted()) {
            IvfBuilder.build(writer, parameters, source, control);
        } else {
            GraphFile.build(writer, parameters, source, control);
        }
    }

    /** Whether a search looks at all rows. */
    private static boolean scans(IndexParameters parameters, int rows) {
        return switch (parameters.type()) {
            case FLAT, BIN_FLAT -> true;
            case AUTOINDEX -> parameters.element() == ElementType.BIT || rows <= IndexBuilders.SMALL;
            default -> false;
        };
    }

    static Searcher searcher(Path file, IndexFile.Header header, MemorySegment mapped) {
        IndexParameters parameters = header.parameters();
        if (scans(parameters, header.rows())) {
            ElementRows rows = ElementRows.read(file, header, mapped);
            return new ElementSearcher(rows, header.rows());
        }
        RowLayout layout = new RowLayout(parameters.metric(), parameters.dimension());
        if (!parameters.type().isInverted()) {
            return GraphFile.searcher(file, header, layout, mapped);
        }
        Searcher searcher = IvfFile.searcher(file, header, layout, mapped);
        // Lists and codes are of normalised rows; the rows themselves are measured as well by a query at length one.
        return (queries, count, k, search, accepted, found) ->
                searcher.search(layout.normal(queries, count), count, k, search, accepted, found);
    }
}
