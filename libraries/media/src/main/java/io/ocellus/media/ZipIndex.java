package io.ocellus.media;

import io.ocellus.annotation.model.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a ZIP archive as ranges of its bytes, read from its central directory; nothing is unpacked. Refuses archives with names that
 * leave their folder, encrypted or overlapping entries, and expansion that only a bomb needs. Zip64 is read. Stateless.
 */
public final class ZipIndex {
    public static final int STORED = 0;
    public static final int DEFLATED = 8;

    private static final int MOST_ENTRIES = 500_000;
    private static final int MOST_DIRECTORY = 256 << 20;
    private static final long MOST_UNPACKED = 1L << 40;
    /** Deflate cannot do better than 1,032; pictures never come near this. */
    private static final long MOST_RATIO = 200;

    private static final long RATIO_COUNTS_FROM = 64L << 20;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_LENGTH = 22;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final Charset CP437 = Charset.forName("IBM437");

    private ZipIndex() {}

    /**
     * A file in the archive.
     *
     * @param offset of its first byte in the archive
     * @param packed bytes in the archive
     * @param unpacked bytes after unpacking, as the archive says
     * @param method {@link #STORED} or {@link #DEFLATED}
     */
    public record Entry(String name, long offset, long packed, long unpacked, int method) {}

    /** Files in the order of the directory; folders are left out. */
    public static List<Entry> read(String archive, ByteSource source) throws IOException {
        try {
            Directory directory = directory(archive, source);
            List<Entry> entries = entries(archive, source, directory);
            check(archive, entries, source.length());
            return entries;
        } catch (EOFException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | java.nio.BufferUnderflowException e) {
            throw new Failure.Invalid("The file " + archive + " is not a readable ZIP archive.", e);
        }
    }

    private static Directory directory(String archive, ByteSource source) throws IOException {
        int tail = (int) Math.min(source.length(), END_LENGTH + 65_535L);
        ByteBuffer end = buffer(source, source.length() - tail, tail);
        for (int at = tail - END_LENGTH; at >= 0; at--) {
            if (end.getInt(at) == END) {
                long count = end.getShort(at + 10) & 0xffff;
                long length = end.getInt(at + 12) & 0xffffffffL;
                long start = end.getInt(at + 16) & 0xffffffffL;
                long position = source.length() - tail + at;
                if (count == 0xffff || length == 0xffffffffL || start == 0xffffffffL) {
                    return directory64(archive, source, position);
                }
                return new Directory(start, length, count);
            }
        }
        throw new Failure.Invalid("The file " + archive + " is not a readable ZIP archive.");
    }

    private static Directory directory64(String archive, ByteSource source, long end) throws IOException {
        ByteBuffer locator = buffer(source, end - 20, 20);
        if (locator.getInt(0) != LOCATOR_64) {
            throw new Failure.Invalid("The ZIP archive " + archive + " has a broken end.");
        }
        ByteBuffer record = buffer(source, locator.getLong(8), 56);
        if (record.getInt(0) != END_64) {
            throw new Failure.Invalid("The ZIP archive " + archive + " has a broken end.");
        }
        return new Directory(record.getLong(48), record.getLong(40), record.getLong(32));
    }

    private static List<Entry> entries(String archive, ByteSource source, Directory directory) throws IOException {
        if (directory.count() < 0 || directory.count() > MOST_ENTRIES || directory.length() > MOST_DIRECTORY) {
            throw new Failure.TooLarge("The ZIP archive " + archive + " has more than " + MOST_ENTRIES + " entries.");
        }
        if (directory.start() < 0
                || directory.length() < 0
                || directory.start() > source.length() - directory.length()) {
            throw new Failure.Invalid("The ZIP archive " + archive + " has a broken directory.");
        }
        ByteBuffer records = buffer(source, directory.start(), (int) directory.length());
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < directory.count(); i++) {
            if (records.getInt() != CENTRAL) {
                throw new Failure.Invalid("The ZIP archive " + archive + " has a broken directory.");
            }
            Entry entry = entry(archive, source, records);
            if (!entry.name().endsWith("/")) {
                if (!names.add(entry.name())) {
                    throw new Failure.Invalid("The ZIP archive " + archive + " has two files " + entry.name() + ".");
                }
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Reads one record; the buffer stands behind its signature. */
    private static Entry entry(String archive, ByteSource source, ByteBuffer records) throws IOException {
        int start = records.position() - 4;
        int flags = records.getShort(start + 8) & 0xffff;
        int method = records.getShort(start + 10) & 0xffff;
        long packed = records.getInt(start + 20) & 0xffffffffL;
        long unpacked = records.getInt(start + 24) & 0xffffffffL;
        int nameLength = records.getShort(start + 28) & 0xffff;
        int extraLength = records.getShort(start + 30) & 0xffff;
        int commentLength = records.getShort(start + 32) & 0xffff;
        long header = records.getInt(start + 42) & 0xffffffffL;
        byte[] rawName = new byte[nameLength];
        records.get(start + CENTRAL_LENGTH, rawName);
        String name = new String(rawName, (flags & 0x800) != 0 ? StandardCharsets.UTF_8 : encoding(rawName))
                .replace('\\', '/');
        checkName(archive, name);
        ByteBuffer extra =
                records.slice(start + CENTRAL_LENGTH + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int size = extra.getShort() & 0xffff;
            ByteBuffer field = extra.slice(extra.position(), size).order(ByteOrder.LITTLE_ENDIAN);
            if (id == 1) {
                unpacked = unpacked == 0xffffffffL ? field.getLong() : unpacked;
                packed = packed == 0xffffffffL ? field.getLong() : packed;
                header = header == 0xffffffffL ? field.getLong() : header;
            }
            extra.position(extra.position() + size);
        }
        records.position(start + CENTRAL_LENGTH + nameLength + extraLength + commentLength);
        if (name.endsWith("/")) {
            return new Entry(name, 0, 0, 0, STORED);
        }
        if ((flags & 1) != 0) {
            throw new Failure.Invalid("The file " + name + " of the archive " + archive + " is encrypted.");
        }
        if (method != STORED && method != DEFLATED) {
            throw new Failure.Invalid("The file " + name + " of the archive " + archive
                    + " is packed by a method that is not read (" + method + ").");
        }
        ByteBuffer local = buffer(source, header, LOCAL_LENGTH);
        if (local.getInt(0) != LOCAL) {
            throw new Failure.Invalid("The ZIP archive " + archive + " has no file where " + name + " should be.");
        }
        long offset = header + LOCAL_LENGTH + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
        if (packed < 0 || unpacked < 0 || offset > source.length() - packed) {
            throw new Failure.Invalid("The file " + name + " of the archive " + archive + " ends beyond it.");
        }
        return new Entry(name, offset, packed, unpacked, method);
    }

    private static void checkName(String archive, String name) {
        boolean leaves = name.isEmpty()
                || name.startsWith("/")
                || name.indexOf('\0') >= 0
                || name.matches("^[A-Za-z]:.*")
                || List.of(name.split("/")).contains("..");
        if (leaves) {
            throw new Failure.Invalid("The archive " + archive + " has a file outside its folder: " + name);
        }
    }

    private static void check(String archive, List<Entry> entries, long length) {
        long unpacked = 0;
        long previousEnd = 0;
        for (Entry entry : entries.stream()
                .sorted(java.util.Comparator.comparingLong(Entry::offset))
                .toList()) {
            if (entry.packed() > 0 && entry.offset() < previousEnd) {
                throw new Failure.Invalid("Files of the archive " + archive + " overlap.");
            }
            previousEnd = entry.offset() + entry.packed();
            unpacked += entry.unpacked();
            boolean bomb = entry.unpacked() > RATIO_COUNTS_FROM && entry.unpacked() / MOST_RATIO > entry.packed();
            if (bomb || unpacked > MOST_UNPACKED) {
                throw new Failure.TooLarge("The archive " + archive + " grows too much when unpacked.");
            }
        }
        if (unpacked > RATIO_COUNTS_FROM && unpacked / MOST_RATIO > length) {
            throw new Failure.TooLarge("The archive " + archive + " grows too much when unpacked.");
        }
    }

    private static Charset encoding(byte[] name) {
        // Many writers put UTF-8 without saying so; what is no UTF-8 is the format's own code page.
        String decoded = new String(name, StandardCharsets.UTF_8);
        return decoded.indexOf('\ufffd') < 0 ? StandardCharsets.UTF_8 : CP437;
    }

    private static ByteBuffer buffer(ByteSource source, long position, int length) throws IOException {
        if (position < 0 || length < 0) {
            throw new EOFException("position " + position);
        }
        return ByteBuffer.wrap(source.bytes(position, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private record Directory(long start, long length, long count) {}
}
