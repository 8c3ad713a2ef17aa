package io.ocellus.vector.index;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The inverted files of Milvus' names: rows by lists, kept as floats or codes. */
final class IvfBuilder {

    /** Lists where the index does not say, as in Milvus. */
    static final int LISTS = 128;

    private IvfBuilder() {}

    static void build(IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        RowLayout layout = new RowLayout(parameters.metric(), parameters.dimension());
        RowChunks chunks = new RowChunks(layout, source, control);
        PartitionBuilder lists = new PartitionBuilder(writer, chunks, parameters.integer("nlist", LISTS));
        long rowBytes = 4L * layout.stride();
        long target =
                writer.part(IndexFile.Part.VECTORS, rowBytes * source.rows()).address();
        chunks.forEach(0.7, 0.95, (address, first, count) -> {
            for (int i = 0; i < count; i++) {
                MemorySegment.copy(
                        Memory.ALL,
                        address + rowBytes * i,
                        Memory.ALL,
                        target + rowBytes * lists.place(first + i),
                        rowBytes);
            }
        });
    }

    static Searcher searcher(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        Partition partition = Partition.read(file, header, layout, mapped);
        long rows = mapped.address()
                + IndexBuilders.part(file, header, IndexFile.Part.VECTORS, 4L * header.rows() * layout.stride())
                        .offset();
        return new PartitionSearcher(partition, () -> new DirectScan(partition, new FloatScorer(layout, rows)));
    }
}
