package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds a {@link CodedGraph} from the links of {@link LinkBuilder}: trains the codes on some steps, then codes all. */
final class CodedGraphBuilder {

    /** Measured: at 100 dimensions lists win by half, at 384 walks. */
    static final int LEAST_DIMENSION = 192;

    private static final int SAMPLE = 16_384;
    private static final int ROOT_ROWS = 2_048;

    private final RowLayout layout;
    private final int rows;
    private final long vectors;
    private final BuildControl control;
    private final int width;

    private CodedGraphBuilder(RowLayout layout, int rows, long vectors, BuildControl control) {
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
    static long workingBytes(int rows) {
        return LinkBuilder.workingBytes(rows) + 4L * LinkBuilder.DEGREE * rows;
    }

    static CodedGraph build(
            IndexFile.Writer writer,
            RowLayout layout,
            int rows,
            long vectors,
            InvertedLists lists,
            ByteRows bytes,
            BuildControl control) {
        try (Arena arena = Arena.ofShared()) {
            long links = Memory.allocate(arena, 4L * LinkBuilder.DEGREE * rows).address();
            LinkBuilder.build(layout, rows, vectors, lists, bytes, control, links);
            return new CodedGraphBuilder(layout, rows, vectors, control).write(writer, links);
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
        AtomicInteger next = new AtomicInteger();
        BuildThreads.run(control.threads(), () -> {
            Coder coder = new Coder(book);
            int[] neighbours = new int[LinkBuilder.DEGREE];
            for (int from = next.getAndAdd(256); from < rows && from >= 0; from = next.getAndAdd(256)) {
                control.check();
                for (int row = from; row < Math.min(rows, from + 256); row++) {
                    for (int i = 0; i < neighbours.length; i++) {
                        neighbours[i] = Memory.getInt(links + 4L * ((long) LinkBuilder.DEGREE * row + i));
                    }
                    coder.block(graph.block(row), vectors + 4L * layout.stride() * row, neighbours);
                }
            }
        });
        writeRoots(graph);
        return graph;
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
        for (int root = 0; root < graph.rootCount(); root++) {
            for (int i = 0; i < neighbours.length; i++) {
                int place = root * EdgeKernels.LANES + i;
                neighbours[i] = place < begins ? (int) ((long) place * rows / begins) : LinkBuilder.NONE;
            }
            coder.block(graph.root(root), graph.middle(), neighbours);
        }
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
        return EdgeCodes.train(directions, count, width, layout.dimension(), random);
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
        private final float[] direction;
        private final float[] origin;
        private final byte[] code;
        private final byte[] codes;

        Coder(EdgeCodes book) {
            this.book = book;
            this.direction = new float[book.padded()];
            this.origin = new float[layout.stride()];
            this.code = new byte[book.groups()];
            this.codes = new byte[EdgeKernels.QUAD * book.quads()];
        }

        void block(long block, long node, int[] neighbours) {
            Memory.read(node, origin, 0, origin.length);
            Arrays.fill(codes, (byte) 0);
            for (int slot = 0; slot < EdgeKernels.LANES; slot++) {
                Memory.setInt(block + 4L * slot, neighbours[slot]);
                long factor = CodedGraph.factors(block) + 4L * slot;
                if (neighbours[slot] < 0) {
                    Memory.setFloat(factor, 0);
                    Memory.setFloat(factor + 4L * EdgeKernels.LANES, Float.POSITIVE_INFINITY);
                } else {
                    step(node, neighbours[slot], factor, EdgeKernels.lane(slot));
                }
            }
            Memory.write(codes, 0, codes.length, CodedGraph.codes(block));
        }

        private void step(long node, int neighbour, long factorAt, int lane) {
            float length = direction(node, neighbour, direction, 0);
            float along = 0;
            float centreFromOrigin = 0;
            float stepFromOrigin = 0;
            int width = book.width();
            for (int group = 0; group < book.groups(); group++) {
                int nearest = book.nearest(direction, 0, group);
                code[group] = (byte) nearest;
                int end = Math.min(layout.dimension(), (group + 1) * width);
                for (int place = group * width; place < end; place++) {
                    float centre = book.centres()[place * EdgeCodes.CENTRES + nearest];
                    along += centre * direction[place];
                    centreFromOrigin += centre * origin[place];
                    stepFromOrigin += direction[place] * origin[place];
                }
            }
            float factor = length / Math.max(0.1f, along);
            boolean squared = layout.metric() == Metric.L2;
            Memory.setFloat(factorAt, squared ? 2 * factor : factor);
            Memory.setFloat(
                    factorAt + 4L * EdgeKernels.LANES,
                    squared
                            ? length * length + 2 * factor * centreFromOrigin
                            : factor * centreFromOrigin - length * stepFromOrigin);
            for (int quad = 0; quad < book.quads(); quad++) {
                int at = EdgeKernels.QUAD * quad + lane;
                codes[at] = (byte) (code[4 * quad] | code[4 * quad + 2] << 4);
                codes[at + EdgeKernels.LANES] = (byte) (code[4 * quad + 1] | code[4 * quad + 3] << 4);
            }
        }
    }
}
