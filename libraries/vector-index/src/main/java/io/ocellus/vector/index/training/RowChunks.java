package io.ocellus.vector.index.training;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The rows of a source in native memory, a chunk at a time: validated, padded and normalised. Every pass reads the source
 * anew, in order, one thread at a time; what is done with the chunks runs on all threads of the control, each with scratch
 * space of its own: about 3 MB.
 */
public final class RowChunks {

    private static final int CHUNK_FLOATS = 1 << 18;

    private final RowLayout layout;
    private final VectorSource source;
    private final BuildControl control;
    private final int most;
    private final ConcurrentLinkedQueue<Room> rooms = new ConcurrentLinkedQueue<>();

    /** What one thread does with the chunks it gets, in ascending order. */
    public interface Use {
        void rows(long address, int first, int count);
    }

    public RowChunks(RowLayout layout, VectorSource source, BuildControl control) {
        this.layout = layout;
        this.source = source;
        this.control = control;
        this.most = Math.max(1, Math.min(source.rows(), CHUNK_FLOATS / layout.stride()));
    }

    public RowLayout layout() {
        return layout;
    }

    public int rows() {
        return source.rows();
    }

    public BuildControl control() {
        return control;
    }

    /**
     * Every row once; the progress goes from the one number to the other.
     *
     * @param uses one for each thread
     */
    public void forEach(double progressFrom, double progressTo, Supplier<? extends Use> uses) {
        Pass pass = new Pass(progressFrom, progressTo);
        int chunks = (source.rows() + most - 1) / most;
        BuildThreads.run(Math.max(1, Math.min(control.threads(), chunks)), () -> pass.run(uses.get()));
    }

    /** One thread's chunk. */
    private final class Room {
        private final MemorySegment chunk = Memory.allocate(Arena.ofAuto(), 4L * most * layout.stride());
        private final float[] read = new float[most * layout.dimension()];
        private final float[] arranged = new float[most * layout.stride()];

        void arrange(int first, int count) {
            layout.arrange(read, 0, count, arranged, 0, first);
            Memory.write(arranged, 0, count * layout.stride(), chunk.address());
        }
    }

    /** Hands out the chunks of one pass. Its lock guards the source and what is done. */
    private final class Pass {
        private final double progressFrom;
        private final double progressTo;
        private int next;
        private int done;

        Pass(double progressFrom, double progressTo) {
            this.progressFrom = progressFrom;
            this.progressTo = progressTo;
        }

        void run(Use use) {
            Room room = rooms.poll();
            if (room == null) {
                room = new Room();
            }
            boolean complete = false;
            try {
                for (int first = read(room); first < source.rows(); first = read(room)) {
                    int count = Math.min(most, source.rows() - first);
                    room.arrange(first, count);
                    use.rows(room.chunk.address(), first, count);
                    report(count);
                }
                complete = true;
            } finally {
                if (!complete) {
                    stop();
                }
            }
            rooms.offer(room);
        }

        private synchronized int read(Room room) {
            int first = next;
            if (first < source.rows()) {
                int count = Math.min(most, source.rows() - first);
                next += count;
                source.read(first, count, room.read);
            }
            return first;
        }

        private synchronized void report(int count) {
            done += count;
            control.progress(progressFrom + (progressTo - progressFrom) * done / source.rows());
        }

        private synchronized void stop() {
            next = source.rows();
        }
    }
}
