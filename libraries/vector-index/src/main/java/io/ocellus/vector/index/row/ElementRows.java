package io.ocellus.vector.index.row;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.BitKernels;
import io.ocellus.vector.index.kernel.HalfKernels;
import io.ocellus.vector.index.kernel.WholeKernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.search.RowScorer;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Rows in the form they came in, padded with zeros to what kernels step by: nothing is rounded and nothing grows. Under COSINE
 * what each row's product is multiplied by lies beside: the inverse of its length, or 0. Immutable once written.
 *
 * @param base address of the rows, {@code rowBytes} each
 * @param inverses address of the inverse lengths
 */
public record ElementRows(ElementType element, Metric metric, int dimension, int rowBytes, long base, long inverses) {

    private static final int CHUNK_BYTES = 1 << 20;

    static int rowBytes(ElementType element, int dimension) {
        return switch (element) {
            case FLOAT32 -> 4 * ElementType.stride(dimension);
            case FLOAT16, BFLOAT16 -> HalfKernels.rowBytes(dimension);
            case INT8 -> WholeKernels.rowBytes(dimension);
            case BIT -> BitKernels.rowBytes(dimension);
        };
    }

    private static long inverseBytes(Metric metric, int rows) {
        return metric == Metric.COSINE ? 4L * rows : 0;
    }

    /**
     * Writes all rows of a source.
     *
     * @param places where each row goes
     */
    public static ElementRows write(
            IndexFile.Writer writer,
            IndexParameters parameters,
            VectorSource source,
            IntUnaryOperator places,
            BuildControl control) {
        ElementType element = parameters.element();
        int dimension = parameters.dimension();
        int rows = source.rows();
        int rowBytes = rowBytes(element, dimension);
        MemorySegment target = writer.part(IndexFile.Part.VECTORS, (long) rowBytes * rows);
        MemorySegment inverses = writer.part(IndexFile.Part.INVERSE_LENGTHS, inverseBytes(parameters.metric(), rows));
        int bytes = element.bytes(dimension);
        int step = Math.max(1, Math.min(rows, CHUNK_BYTES / bytes));
        byte[] read = new byte[step * bytes];
        float[] numbers = new float[dimension];
        for (int first = 0; first < rows; first += step) {
            control.check();
            int count = Math.min(step, rows - first);
            source.readBytes(first, count, read);
            for (int i = 0; i < count; i++) {
                int place = places.applyAsInt(first + i);
                if (element != ElementType.BIT) {
                    element.decode(read, i * bytes, dimension, numbers, 0);
                    parameters.metric().check(numbers, 0, dimension, first + i);
                }
                Memory.write(read, i * bytes, bytes, target.address() + (long) rowBytes * place);
                if (parameters.metric() == Metric.COSINE) {
                    Memory.setFloat(inverses.address() + 4L * place, (float) inverse(numbers));
                }
            }
        }
        return new ElementRows(element, parameters.metric(), dimension, rowBytes, target.address(), inverses.address());
    }

    public static ElementRows read(Path file, IndexFile.Header header, MemorySegment mapped) {
        IndexParameters parameters = header.parameters();
        int rowBytes = rowBytes(parameters.element(), parameters.dimension());
        long rows = header.part(file, IndexFile.Part.VECTORS, (long) rowBytes * header.rows())
                .offset();
        long inverses = header.part(
                        file, IndexFile.Part.INVERSE_LENGTHS, inverseBytes(parameters.metric(), header.rows()))
                .offset();
        return new ElementRows(
                parameters.element(),
                parameters.metric(),
                parameters.dimension(),
                rowBytes,
                mapped.address() + rows,
                mapped.address() + inverses);
    }

    private static double inverse(float[] numbers) {
        double squares = 0;
        for (float number : numbers) {
            squares += (double) number * number;
        }
        return squares > 0 ? 1 / Math.sqrt(squares) : 0;
    }

    /** The inverse of the length of a query, or 0. */
    double inverse(long query) {
        float[] numbers = new float[dimension];
        Memory.read(query, numbers, 0, dimension);
        return inverse(numbers);
    }

    public RowScorer scorer() {
        return switch (element) {
            case FLOAT16, BFLOAT16 -> new HalfScorer(this);
            case INT8 -> new WholeScorer(this);
            case BIT -> new BitScorer(this);
            case FLOAT32 -> throw new IllegalStateException("floats have their own scorer");
        };
    }

    /** Turns products into what COSINE orders by, with the inverse length of the query. */
    void cosines(double inverse, int[] rows, int count, float[] distances) {
        for (int i = 0; i < count; i++) {
            distances[i] = (float) (-distances[i] * inverse * Memory.getFloat(inverses + 4L * rows[i]));
        }
    }

    /** Numbers of places one after another, in an array that may be used again. */
    public static int[] run(int[] room, int first, int count) {
        int[] run = room.length < count ? Arrays.copyOf(room, count) : room;
        for (int i = 0; i < count; i++) {
            run[i] = first + i;
        }
        return run;
    }
}
