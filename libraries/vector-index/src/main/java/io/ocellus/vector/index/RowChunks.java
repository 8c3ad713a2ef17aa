package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The rows of a source in native memory, a chunk at a time: validated, padded and normalised. Every pass reads the source
 * anew. Confined to one thread.
 */
final class RowChunks {

    private static final int CHUNK_FLOATS = 1 << 18;

    private final RowLayout layout;
    private final VectorSource source;
    private final BuildControl control;
    private final int most;
    private final MemorySegment chunk;
    private final float[] read;
    private final float[] arranged;

    /** What is done with a chunk. */
    interface Use {
        void rows(long address, int first, int count);
    }

    RowChunks(RowLayout layout, VectorSource source, BuildControl control) {
        this.layout = layout;
        this.source = source;
        this.control = control;
        this.most = Math.max(1, Math.min(source.rows(), CHUNK_FLOATS / layout.stride()));
        this.chunk = Memory.allocate(Arena.ofAuto(), 4L * most * layout.stride());
        this.read = new float[most * layout.dimension()];
        this.arranged = new float[most * layout.stride()];
    }

    RowLayout layout() {
        return layout;
    }

    int rows() {
        return source.rows();
    }

    BuildControl control() {
        return control;
    }

    /** Every row once, in order; the progress goes from the one number to the other. */
    void forEach(double progressFrom, double progressTo, Use use) {
        int rows = source.rows();
        for (int first = 0; first < rows; first += most) {
            int count = Math.min(most, rows - first);
            source.read(first, count, read);
            layout.arrange(read, 0, count, arranged, 0, first);
            Memory.write(arranged, 0, count * layout.stride(), chunk.address());
            use.rows(chunk.address(), first, count);
            control.progress(progressFrom + (progressTo - progressFrom) * (first + count) / rows);
        }
    }
}
