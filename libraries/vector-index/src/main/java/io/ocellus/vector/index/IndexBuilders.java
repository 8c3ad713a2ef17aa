package io.ocellus.vector.index;

import java.nio.file.Path;

/** Which code builds and reads which type. */
final class IndexBuilders {

    private IndexBuilders() {}

    static void build(IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        switch (parameters.type()) {
            case FLAT, HNSW, AUTOINDEX -> FlatSearcher.build(writer, parameters, source, control);
        }
    }

    static Searcher searcher(Path file, IndexFile.Header header, long address) {
        RowLayout layout =
                new RowLayout(header.parameters().metric(), header.parameters().dimension());
        IndexFile.Extent vectors = part(file, header, IndexFile.Part.VECTORS, 4L * header.rows() * layout.stride());
        return new FlatSearcher(layout, header.rows(), address + vectors.offset());
    }

    static IndexFile.Extent part(Path file, IndexFile.Header header, IndexFile.Part part, long bytes) {
        IndexFile.Extent extent = header.parts().get(part);
        if (extent == null || extent.length() != bytes) {
            throw new IndexFailure.DamagedFile("part " + part + " of " + file + " should have " + bytes + " bytes, has "
                    + (extent == null ? "none" : extent.length()));
        }
        return extent;
    }
}
