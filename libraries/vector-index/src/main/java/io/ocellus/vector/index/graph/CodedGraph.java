package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A graph whose nodes hold the codes of their neighbours (as SymphonyQG, SIGMOD 2025): one block a row, of 32 rows, 32
 * factors, 32 biases and the codes of the steps to them, so that one read of consecutive lines estimates all 32 distances.
 * Roots are blocks of the same form whose node is the middle of all rows: their neighbours are the rows where walks begin.
 *
 * @param blocks address of the blocks of all rows
 * @param roots address of the middle, {@code stride} floats, and after it the blocks of the roots
 */
public record CodedGraph(RowLayout layout, int rows, EdgeCodes book, long blocks, long roots, int rootCount) {

    private static final int FACTORS = 4 * EdgeKernels.LANES;
    private static final int CODES = 3 * FACTORS;

    public static int blockBytes(EdgeCodes book) {
        return CODES + EdgeKernels.QUAD * book.quads();
    }

    long block(int row) {
        return blocks + (long) blockBytes(book) * row;
    }

    long middle() {
        return roots;
    }

    long root(int i) {
        return roots + 4L * layout.stride() + (long) blockBytes(book) * i;
    }

    static long factors(long block) {
        return block + FACTORS;
    }

    static long codes(long block) {
        return block + CODES;
    }

    public static CodedGraph read(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        IndexFile.Extent bookPart = header.part(file, IndexFile.Part.EDGE_BOOK, -1);
        int width = bookPart.length() < 4 ? 0 : mapped.get(Memory.INT, bookPart.offset());
        if (width < 1 || width > layout.dimension()) {
            throw new IndexFailure.DamagedFile(file + " has codes of " + width + " dimensions");
        }
        EdgeCodes book = EdgeCodes.of(width, layout.dimension());
        if (bookPart.length() != 4 + 4L * book.centres().length) {
            throw new IndexFailure.DamagedFile(file + " has an edge book of " + bookPart.length() + " bytes");
        }
        MemorySegment.copy(mapped, Memory.FLOAT, bookPart.offset() + 4, book.centres(), 0, book.centres().length);
        long bytes = blockBytes(book);
        IndexFile.Extent blocks = header.part(file, IndexFile.Part.EDGE_BLOCKS, bytes * header.rows());
        IndexFile.Extent roots = header.part(file, IndexFile.Part.EDGE_ROOTS, -1);
        long rootBytes = roots.length() - 4L * layout.stride();
        if (rootBytes < bytes || rootBytes % bytes != 0) {
            throw new IndexFailure.DamagedFile(file + " has roots of " + roots.length() + " bytes");
        }
        return new CodedGraph(
                layout,
                header.rows(),
                book,
                mapped.address() + blocks.offset(),
                mapped.address() + roots.offset(),
                (int) (rootBytes / bytes));
    }
}
