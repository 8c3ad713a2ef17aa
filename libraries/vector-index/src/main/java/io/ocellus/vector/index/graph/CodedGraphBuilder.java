package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Builds a {@link CodedGraph} from the links of {@link LinkBuilder}: trains the codes on some steps, then codes all. Some rows
 * are held apart at first: nothing leads to them, as nothing leads to a query, until the graph was measured with them.
 */
public final class CodedGraphBuilder {

    /** Measured: at 100 dimensions lists win by half, at 384 walks. */
    public static final int LEAST_DIMENSION = 192;

    private static final int SAMPLE = 16_384;
    private static final int ROOT_ROWS = 2_048;

    /** So many of the nearest that a row is linked to lead back to it, where it was held apart. */
    private static final int LEADING = 16;

    private final RowLayout layout;
    private final int rows;
    private final long vectors;
    private final BuildControl control;
    private final BitSet held;
    private final int width;

    private CodedGraphBuilder(RowLayout layout, int rows, long vectors, BitSet held, BuildControl control) {
        this.held = held;
        this.layout = layout;
        this.rows = rows;
        this.vectors = vectors;
        this.control = control;
        this.width = width(layout.dimension());
    }

    /** Two to four dimensions to a code, and never so many codes that their sum leaves 16 bits. */
    private static int width(int dimension) {
        int usual = dimension <= 128 ? 2 : dimension <= 256 ? 3 : 4;
        return Math.min(dimension, Math.max(usual, (dimension + 511) / 512));
    }

    /** Bytes of working memory. */
    public static long workingBytes(int rows) {
        return LinkBuilder.workingBytes(rows) + 4L * LinkBuilder.DEGREE * rows;
    }

    public static void build(
            IndexFile.Writer writer,
            RowLayout layout,
            int rows,
            long vectors,
            InvertedLists lists,
            ByteRows bytes,
            BitSet held,
            Consumer<CodedGraph> measurement,
            BuildControl control) {
        try (Arena arena = Arena.ofShared()) {
            long links = Memory.allocate(arena, 4L * LinkBuilder.DEGREE * rows).address();
            LinkBuilder.build(layout, rows, vectors, lists, bytes, held, control, links);
            CodedGraphBuilder builder = new CodedGraphBuilder(layout, rows, vectors, held, control);
            CodedGraph graph = builder.write(writer, links);
            measurement.accept(graph);
            builder.lead(graph, links);
        }
    }

    private CodedGraph write(IndexFile.Writer writer, long links) {
        EdgeCodes book = trainBook(links);
        MemorySegment bookPart = writer.part(IndexFile.Part.EDGE_BOOK, 4 + 4L * book.centres().length);
        bookPart.set(Memory.INT, 0, width);
        MemorySegment.copy(book.centres(), 0, bookPart, Memory.FLOAT, 4, book.centres().length);
        long bytes = CodedGraph.blockBytes(book);
        int rootCount = (Math.min(rows, ROOT_ROWS) + EdgeKernels.LANES - 1) / EdgeKernels.LANES;
        CodedGraph graph = new CodedGraph(
                layout,
                rows,
                book,
                writer.part(IndexFile.Part.EDGE_BLOCKS, bytes * rows).address(),
                writer.part(IndexFile.Part.EDGE_ROOTS, 4L * layout.stride() + bytes * rootCount)
                        .address(),
                rootCount);
        BuildThreads.forEach(control, rows, 256, () -> {
            Coder coder = new Coder(book);
            int[] neighbours = new int[LinkBuilder.DEGREE];
            return (from, to) -> {
                for (int row = from; row < to; row++) {
                    for (int i = 0; i < neighbours.length; i++) {
                        neighbours[i] = Memory.getInt(links + 4L * ((long) LinkBuilder.DEGREE * row + i));
                    }
                    coder.block(graph.block(row), vectors + 4L * layout.stride() * row, neighbours);
                }
            };
        });
        writeRoots(graph);
        return graph;
    }

    /** From rows that held ones are linked to, in the places of their last links: those that were the last to be added. */
    private void lead(CodedGraph graph, long links) {
        long[] steps = held.stream()
                .boxed()
                .flatMap(to -> LongStream.range(0, LEADING)
                        .map(i -> Memory.getInt(links + 4 * ((long) LinkBuilder.DEGREE * to + i)))
                        .filter(from -> from >= 0)
                        .mapToObj(from -> from << 32 | to))
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        BuildThreads.forEach(control, steps.length, 64, () -> {
            Coder coder = new Coder(graph.book());
            return (from, to) -> {
                for (int at = from; at < to; at++) {
                    if (at == 0 || (int) (steps[at] >>> 32) != (int) (steps[at - 1] >>> 32)) {
                        lead(graph, links, steps, at, coder);
                    }
                }
            };
        });
    }

    private void lead(CodedGraph graph, long links, long[] steps, int first, Coder coder) {
        int from = (int) (steps[first] >>> 32);
        int[] neighbours = new int[LinkBuilder.DEGREE];
        int count = 0;
        for (int i = 0; i < neighbours.length; i++) {
            neighbours[i] = Memory.getInt(links + 4L * ((long) LinkBuilder.DEGREE * from + i));
            count += neighbours[i] >= 0 ? 1 : 0;
        }
        int last = neighbours.length - 1;
        for (int at = first; at < steps.length && (int) (steps[at] >>> 32) == from; at++) {
            if (count < neighbours.length) {
                neighbours[count++] = (int) steps[at];
            } else if (last >= LEADING) {
                neighbours[last--] = (int) steps[at];
            }
        }
        coder.block(graph.block(from), vectors + 4L * layout.stride() * from, neighbours);
    }

    private void writeRoots(CodedGraph graph) {
        int stride = layout.stride();
        double[] sums = new double[stride];
        int count = Math.min(rows, SAMPLE);
        float[] row = new float[stride];
        for (int i = 0; i < count; i++) {
            Memory.read(vectors + 4L * stride * ((long) i * rows / count), row, 0, stride);
            for (int d = 0; d < stride; d++) {
                sums[d] += row[d] / count;
            }
        }
        for (int d = 0; d < stride; d++) {
            Memory.setFloat(graph.middle() + 4L * d, (float) sums[d]);
        }
        Coder coder = new Coder(graph.book());
        int begins = Math.min(rows, ROOT_ROWS);
        int[] neighbours = new int[EdgeKernels.LANES];
        Random random = new Random(43);
        for (int root = 0; root < graph.rootCount(); root++) {
            for (int i = 0; i < neighbours.length; i++) {
                int place = root * EdgeKernels.LANES + i;
                neighbours[i] = place < begins ? begin(place, begins, random) : LinkBuilder.NONE;
            }
            coder.block(graph.root(root), graph.middle(), neighbours);
        }
    }

    /** One at random from each equal part: rows may come in a rhythm. */
    private int begin(int place, int begins, Random random) {
        int first = (int) ((long) place * rows / begins);
        int row = first + random.nextInt((int) ((place + 1L) * rows / begins) - first);
        int free = held.nextClearBit(row);
        return free < rows ? free : held.previousClearBit(row);
    }

    private EdgeCodes trainBook(long links) {
        Random random = new Random(42);
        EdgeCodes shape = EdgeCodes.of(width, layout.dimension());
        float[] directions = new float[SAMPLE * shape.padded()];
        int count = 0;
        for (int i = 0; i < SAMPLE; i++) {
            int row = random.nextInt(rows);
            int neighbour =
                    Memory.getInt(links + 4L * ((long) LinkBuilder.DEGREE * row + random.nextInt(LinkBuilder.DEGREE)));
            if (neighbour >= 0) {
                long node = vectors + 4L * layout.stride() * row;
                if (direction(node, neighbour, directions, count * shape.padded()) > 0) {
                    count++;
                }
            }
        }
        return EdgeCodes.train(directions, count, width, layout.dimension(), random.nextLong(), control);
    }

    /** The way from a node to a row, of length 1; returns the length it had. */
    private float direction(long node, int row, float[] target, int at) {
        long to = vectors + 4L * layout.stride() * row;
        float squares = 0;
        for (int d = 0; d < layout.dimension(); d++) {
            float value = Memory.getFloat(to + 4L * d) - Memory.getFloat(node + 4L * d);
            target[at + d] = value;
            squares += value * value;
        }
        float length = (float) Math.sqrt(squares);
        for (int d = 0; d < layout.dimension() && length > 0; d++) {
            target[at + d] /= length;
        }
        return length;
    }

    /** One thread's scratch space. */
    private final class Coder {
        private final EdgeCodes book;
        private final float[] origin;
        private final float[] steps;
        private final float[] row;
        private final float[] squares = new float[EdgeKernels.LANES];
        private final float[] products = new float[EdgeKernels.LANES];
        private final float[] along = new float[EdgeKernels.LANES];
        private final float[] fromOrigin = new float[EdgeKernels.LANES];
        private final float[] halfNorms;
        private final byte[] codes;

        Coder(EdgeCodes book) {
            this.book = book;
            this.origin = new float[Math.max(book.padded(), layout.stride())];
            this.steps = new float[EdgeKernels.LANES * book.padded()];
            this.row = new float[layout.stride()];
            this.halfNorms = book.halfNorms();
            this.codes = new byte[EdgeKernels.QUAD * book.quads()];
        }

        void block(long block, long node, int[] neighbours) {
            int count = 0;
            while (count < neighbours.length && neighbours[count] >= 0) {
                count++;
            }
            int stride = layout.stride();
            Memory.read(node, origin, 0, stride);
            Kernels.FLOATS.squares(node, stride, vectors, neighbours, count, squares);
            Kernels.FLOATS.negativeDots(node, stride, vectors, neighbours, count, products);
            float norm = 0;
            for (int d = 0; d < layout.dimension(); d++) {
                norm += origin[d] * origin[d];
            }
            Arrays.fill(steps, 0);
            for (int slot = 0; slot < count; slot++) {
                if (squares[slot] > 0) {
                    Memory.read(vectors + 4L * stride * neighbours[slot], row, 0, stride);
                    step((float) (1 / Math.sqrt(squares[slot])), slot * book.padded());
                }
            }
            EdgeCodes.KERNELS.code(book, halfNorms, steps, origin, codes, along, fromOrigin);
            for (int slot = 0; slot < EdgeKernels.LANES; slot++) {
                Memory.setInt(block + 4L * slot, slot < count ? neighbours[slot] : LinkBuilder.NONE);
                long factorAt = CodedGraph.factors(block) + 4L * slot;
                if (slot >= count) {
                    Memory.setFloat(factorAt, 0);
                    Memory.setFloat(factorAt + 4L * EdgeKernels.LANES, Float.POSITIVE_INFINITY);
                    continue;
                }
                float factor = (float) Math.sqrt(squares[slot]) / Math.max(0.1f, along[slot]);
                boolean squared = layout.metric() == Metric.L2;
                Memory.setFloat(factorAt, squared ? 2 * factor : factor);
                Memory.setFloat(
                        factorAt + 4L * EdgeKernels.LANES,
                        squared
                                ? squares[slot] + 2 * factor * fromOrigin[slot]
                                : factor * fromOrigin[slot] + products[slot] + norm);
            }
            Memory.write(codes, 0, codes.length, CodedGraph.codes(block));
        }

        private void step(float scale, int at) {
            for (int d = 0; d < layout.dimension(); d++) {
                steps[at + d] = (row[d] - origin[d]) * scale;
            }
        }
    }
}
