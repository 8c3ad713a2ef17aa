package io.ocellus.vector.index.file;

import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The one file of an index: a header of 4,096 bytes (magic, version, length, what the index is, a table of parts with
 * offset, length and CRC-32C, and the header's own CRC), then the parts, each on a page. Numbers are little endian. The
 * header is checked at every open; the parts on demand, because that reads all of them.
 */
public final class IndexFile {

    static final int HEADER = 4096;
    static final int VERSION = 7;
    private static final long MAGIC = 0x58444953_454c434fL;
    private static final int TABLE = 1024;

    /** What a part holds, with its number in the files. */
    public enum Part {
        VECTORS(1),
        GRAPH_BASE(2),
        GRAPH_LEVELS(3),
        GRAPH_UPPER(4),
        CENTROIDS(5),
        LIST_OFFSETS(6),
        LIST_ROWS(7),
        LIST_CODES(8),
        CODEBOOK(9),
        CODES(10),
        CODE_SCALES(11),
        NUMBERS(12),
        ROW_SCALES(13),
        ROW_CODES(14),
        ROW_RANGES(15),
        REFINE_CODES(16),
        REFINE_RANGES(17),
        ESTIMATE_BLOCKS(18),
        EDGE_BLOCKS(24),
        EDGE_ROOTS(25),
        EDGE_BOOK(26),
        EDGE_EFFORTS(27),
        SIGNS(28),
        INVERSE_LENGTHS(32),
        GRAPH_EFFORTS(33);

        private final int code;

        Part(int code) {
            this.code = code;
        }

        static Part of(int code) {
            for (Part part : values()) {
                if (part.code == code) {
                    return part;
                }
            }
            throw new IndexFailure.DamagedFile("unknown part " + code);
        }
    }

    /** Where a part lies. */
    public record Extent(long offset, long length, int checksum) {}

    /** What the header says. */
    public record Header(IndexParameters parameters, int rows, Map<Part, Extent> parts) {

        /** The place of a part, which must have that length unless -1. */
        public Extent part(Path file, Part part, long bytes) {
            Extent extent = parts.get(part);
            if (extent == null || (bytes >= 0 && extent.length() != bytes)) {
                throw new IndexFailure.DamagedFile("part " + part + " of " + file + " should have " + bytes
                        + " bytes, has " + (extent == null ? "none" : extent.length()));
            }
            return extent;
        }
    }

    private IndexFile() {}

    /** Writes parts in turn into a mapped temporary file, which takes its name when all is done. */
    public static final class Writer implements AutoCloseable {
        private final Path target;
        private final Path temporary;
        private final FileChannel channel;
        private final Arena arena = Arena.ofShared();
        private final Map<Part, MemorySegment> segments = new LinkedHashMap<>();
        private final Map<Part, Long> offsets = new EnumMap<>(Part.class);
        private long end = HEADER;

        public Writer(Path target) {
            this.target = target;
            try {
                Path parent = target.toAbsolutePath().getParent();
                this.temporary = Files.createTempFile(parent, ".index", ".part");
                this.channel = FileChannel.open(
                        temporary,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A zeroed part of that many bytes, to be filled before {@link #finish}. */
        public MemorySegment part(Part part, long bytes) {
            if (segments.containsKey(part)) {
                throw new IllegalStateException(part + " is written already");
            }
            try {
                MemorySegment segment = bytes == 0
                        ? MemorySegment.NULL
                        : channel.map(FileChannel.MapMode.READ_WRITE, end, bytes, arena);
                segments.put(part, segment);
                offsets.put(part, end);
                end += bytes + HEADER - 1 & -HEADER;
                return segment;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Zeroed room for what a build needs and the index does not keep, gone with this writer: in a file, not in memory. */
        public MemorySegment scratch(long bytes) {
            if (bytes == 0) {
                return MemorySegment.NULL;
            }
            try {
                Path room = Files.createTempFile(target.toAbsolutePath().getParent(), ".index", ".scratch");
                try (FileChannel open = FileChannel.open(
                        room, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                    return open.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public void finish(IndexParameters parameters, int rows) {
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            header.putLong(MAGIC).putInt(VERSION).putInt(rows).putLong(end);
            header.putInt(parameters.dimension());
            byte[] words = (numbers(parameters) + " " + parameters).getBytes(StandardCharsets.UTF_8);
            if (header.position() + 4 + words.length > TABLE) {
                throw new IndexFailure.InvalidParameter(
                        "the parameters are too long to be kept: " + words.length + " bytes");
            }
            header.putInt(words.length).put(words);
            header.position(TABLE);
            header.putInt(segments.size());
            segments.forEach((part, segment) -> header.putInt(part.code)
                    .putLong(offsets.getOrDefault(part, 0L))
                    .putLong(segment.byteSize())
                    .putInt(checksum(segment)));
            header.putInt(
                    HEADER - 4, checksum(MemorySegment.ofArray(header.array()).asSlice(0, HEADER - 4)));
            try {
                channel.write(header.rewind(), 0);
                if (channel.size() < end) {
                    channel.write(ByteBuffer.allocate(1), end - 1);
                }
                channel.force(true);
                close(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void close(boolean keep) throws IOException {
            if (!arena.scope().isAlive()) {
                return;
            }
            arena.close();
            channel.close();
            if (keep) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(temporary);
            }
        }

        /** Throws away what was not finished. */
        @Override
        public void close() {
            try {
                close(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The metric, and the elements unless they are floats. */
    private static String numbers(IndexParameters parameters) {
        return parameters.element() == ElementType.FLOAT32
                ? parameters.metric().name()
                : parameters.metric() + "/" + parameters.element();
    }

    public static Header readHeader(Path file, MemorySegment mapped) {
        if (mapped.byteSize() < HEADER) {
            throw new IndexFailure.DamagedFile(file + " is too short for an index: " + mapped.byteSize() + " bytes");
        }
        ByteBuffer header = mapped.asSlice(0, HEADER).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (header.getLong() != MAGIC) {
            throw new IndexFailure.DamagedFile(file + " is not an index file");
        }
        int version = header.getInt();
        if (version != VERSION) {
            throw new IndexFailure.DamagedFile(
                    file + " has version " + version + " of the index format; this program reads version " + VERSION);
        }
        if (header.getInt(HEADER - 4) != checksum(mapped.asSlice(0, HEADER - 4))) {
            throw new IndexFailure.DamagedFile("the header of " + file + " does not match its checksum");
        }
        int rows = header.getInt();
        long length = header.getLong();
        if (length != mapped.byteSize()) {
            throw new IndexFailure.DamagedFile(
                    file + " has " + mapped.byteSize() + " bytes where " + length + " were written");
        }
        int dimension = header.getInt();
        byte[] words = new byte[header.getInt()];
        header.get(words);
        String text = new String(words, StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        String numbers = text.substring(0, space);
        int slash = numbers.indexOf('/');
        IndexParameters parameters = IndexParameters.parse(
                text.substring(space),
                Metric.of(slash < 0 ? numbers : numbers.substring(0, slash)),
                slash < 0 ? ElementType.FLOAT32 : ElementType.of(numbers.substring(slash + 1)),
                dimension);
        header.position(TABLE);
        int count = header.getInt();
        Map<Part, Extent> parts = new EnumMap<>(Part.class);
        for (int i = 0; i < count; i++) {
            Part part = Part.of(header.getInt());
            Extent extent = new Extent(header.getLong(), header.getLong(), header.getInt());
            if (extent.offset < HEADER || extent.length < 0 || extent.offset > length - extent.length) {
                throw new IndexFailure.DamagedFile("part " + part + " of " + file + " lies outside of it");
            }
            parts.put(part, extent);
        }
        return new Header(parameters, rows, parts);
    }

    public static void verify(Path file, MemorySegment mapped, Header header) {
        header.parts.forEach((part, extent) -> {
            if (checksum(mapped.asSlice(extent.offset, extent.length)) != extent.checksum) {
                throw new IndexFailure.DamagedFile("part " + part + " of " + file + " does not match its checksum");
            }
        });
    }

    private static int checksum(MemorySegment segment) {
        CRC32C crc = new CRC32C();
        long step = 1 << 30;
        for (long at = 0; at < segment.byteSize(); at += step) {
            crc.update(
                    segment.asSlice(at, Math.min(step, segment.byteSize() - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }
}
