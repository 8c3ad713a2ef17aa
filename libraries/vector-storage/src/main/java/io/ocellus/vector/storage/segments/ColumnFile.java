package io.ocellus.vector.storage.segments;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnWriter;
import io.ocellus.vector.storage.columns.StoredColumn;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One column as an immutable file: 64 bytes of header (magic, version, CRC-32C of the rest, length), then a {@link StoredColumn}. The same
 * bytes on S3 and on disk. Opening maps the file and compares the checksum, so it reads the file once.
 */
final class ColumnFile implements AutoCloseable {
    private static final long MAGIC = 0x4C4F434C4C45434FL; // "OCELLCOL"
    private static final int VERSION = 1;
    private static final int HEADER = 64;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena;
    private final LocalFiles.Held file;
    private final Column column;

    private ColumnFile(Arena arena, LocalFiles.Held file, Column column) {
        this.arena = arena;
        this.file = file;
        this.column = column;
    }

    static long write(Column column, Path path) {
        long size = HEADER + ColumnWriter.size(column);
        try (FileChannel channel = FileChannel.open(
                        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena mapped = Arena.ofConfined()) {
            MemorySegment target = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, mapped);
            ColumnWriter.write(column, target.asSlice(HEADER));
            target.set(LONG, 0, MAGIC);
            target.set(INT, 8, VERSION);
            target.set(INT, 12, checksum(target.asSlice(HEADER)));
            target.set(LONG, 16, size - HEADER);
            return size;
        } catch (IOException e) {
            throw new Failure.Exhausted("a segment file cannot be written to " + path + ": " + e.getMessage());
        }
    }

    private static int checksum(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        long step = 1L << 30;
        for (long at = 0; at < bytes.byteSize(); at += step) {
            crc.update(bytes.asSlice(at, Math.min(step, bytes.byteSize() - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }

    @SuppressWarnings("MustBeClosedChecker") // the arena is closed with the file
    static ColumnFile open(LocalFiles files, String key) {
        LocalFiles.Held file = files.hold(key);
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            MemorySegment whole = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            if (whole.byteSize() < HEADER
                    || whole.get(LONG, 0) != MAGIC
                    || whole.get(INT, 8) != VERSION
                    || whole.get(LONG, 16) != whole.byteSize() - HEADER) {
                throw new Failure.Broken("the segment file " + key + " is none or is cut short", null);
            }
            MemorySegment body = whole.asSlice(HEADER);
            if (checksum(body) != whole.get(INT, 12)) {
                throw new Failure.Broken("the segment file " + key + " does not match its checksum", null);
            }
            return new ColumnFile(arena, file, StoredColumn.open(body));
        } catch (IOException e) {
            arena.close();
            file.close();
            throw new Failure.Unavailable("the segment file " + key + " cannot be read", e);
        } catch (RuntimeException e) {
            arena.close();
            file.close();
            throw e;
        }
    }

    Column column() {
        return column;
    }

    @Override
    public void close() {
        arena.close();
        file.close();
    }
}
