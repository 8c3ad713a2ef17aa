package io.ocellus.annotation.formats.archives;

import io.ocellus.annotation.model.Failure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP archive read by its directory, entries by range reads, nothing unpacked to disk. Refused whole: names that leave the archive's
 * folder, links, encrypted or overlapping entries, more than the {@link ArchiveLimits}. What archivers of desktops add ({@code __MACOSX/},
 * {@code .DS_Store}) is left out. Memory: the directory. Thread-safe.
 */
public final class ZipArchive {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int LINK = 0xA000;

    private final ByteSource source;
    private final Map<String, ArchiveEntry> entries;

    private ZipArchive(ByteSource source, Map<String, ArchiveEntry> entries) {
        this.source = source;
        this.entries = entries;
    }

    /** Whether the bytes look like a ZIP archive. */
    public static boolean isZip(ByteSource source) throws IOException {
        if (source.size() < END_BYTES) {
            return false;
        }
        int magic = buffer(source.read(0, 4)).getInt();
        return magic == LOCAL_HEADER || magic == END;
    }

    public static ZipArchive open(ByteSource source, ArchiveLimits limits) throws IOException {
        if (!isZip(source)) {
            throw new Failure.Invalid("The file is not a ZIP archive");
        }
        Directory directory = Directory.find(source);
        if (directory.entries > limits.entries()) {
            throw new Failure.Invalid(
                    "The archive has " + directory.entries + " entries, at most " + limits.entries() + " are taken");
        }
        return new ZipArchive(source, read(source, directory, limits));
    }

    public List<ArchiveEntry> entries() {
        return List.copyOf(entries.values());
    }

    public Optional<ArchiveEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** Where the packed bytes of an entry begin. */
    public long dataOffset(ArchiveEntry entry) throws IOException {
        ByteBuffer header = buffer(source.read(entry.header(), 30));
        if (header.getInt() != LOCAL_HEADER) {
            throw broken("entry '" + entry.name() + "' has no header");
        }
        return entry.header()
                + 30
                + Short.toUnsignedInt(header.getShort(26))
                + Short.toUnsignedInt(header.getShort(28));
    }

    /** The unpacked bytes: exactly as many as the directory says, or an error. The caller closes the stream. */
    public InputStream open(ArchiveEntry entry) throws IOException {
        InputStream packed = new BufferedInputStream(source.open(dataOffset(entry), entry.packed()), 1 << 16);
        if (entry.method() == 0) {
            return new Exact(packed, null, entry);
        }
        Inflater inflater = new Inflater(true);
        return new Exact(new InflaterInputStream(packed, inflater, 1 << 14), inflater, entry);
    }

    /** All bytes of a small entry. */
    public byte[] bytes(ArchiveEntry entry, int most) throws IOException {
        if (entry.size() > most) {
            throw new Failure.Invalid(
                    "'" + entry.name() + "' has " + entry.size() + " bytes, at most " + most + " are taken");
        }
        try (InputStream in = open(entry)) {
            return in.readAllBytes();
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Failure broken(String what) {
        return new Failure.Invalid("The ZIP archive is broken: " + what);
    }

    private record Directory(long offset, long bytes, long entries) {
        static Directory find(ByteSource source) throws IOException {
            int tail = (int) Math.min(source.size(), END_BYTES + 0xFFFF);
            long tailOffset = source.size() - tail;
            ByteBuffer buffer = buffer(source.read(tailOffset, tail));
            for (int at = tail - END_BYTES; at >= 0; at--) {
                if (buffer.getInt(at) == END) {
                    return at(source, buffer, at, tailOffset + at);
                }
            }
            throw broken("it has no directory (is it complete?)");
        }

        private static Directory at(ByteSource source, ByteBuffer buffer, int at, long position) throws IOException {
            long entries = Short.toUnsignedInt(buffer.getShort(at + 10));
            long bytes = Integer.toUnsignedLong(buffer.getInt(at + 12));
            long offset = Integer.toUnsignedLong(buffer.getInt(at + 16));
            boolean large = entries == 0xFFFF || bytes == 0xFFFFFFFFL || offset == 0xFFFFFFFFL;
            if (large && at >= 20 && buffer.getInt(at - 20) == END_64_LOCATOR) {
                long end64 = buffer.getLong(at - 12);
                if (end64 < 0 || end64 + 56 > position) {
                    throw broken("its directory lies outside of it");
                }
                ByteBuffer record = buffer(source.read(end64, 56));
                if (record.getInt(0) != END_64) {
                    throw broken("its large directory has no head");
                }
                entries = record.getLong(32);
                bytes = record.getLong(40);
                offset = record.getLong(48);
            }
            if (offset < 0 || bytes < 0 || entries < 0 || offset > position || bytes > position - offset) {
                throw broken("its directory lies outside of it");
            }
            return new Directory(offset, bytes, entries);
        }
    }

    private static Map<String, ArchiveEntry> read(ByteSource source, Directory directory, ArchiveLimits limits)
            throws IOException {
        Map<String, ArchiveEntry> entries = new LinkedHashMap<>();
        long total = 0;
        try (InputStream in = new BufferedInputStream(source.open(directory.offset(), directory.bytes()), 1 << 16)) {
            for (long i = 0; i < directory.entries(); i++) {
                ArchiveEntry entry = entry(in, directory.offset());
                total += entry.size();
                check(entry, total, limits);
                if (!entry.name().endsWith("/") && !addedByDesktops(entry.name())) {
                    entries.put(entry.name(), entry);
                }
            }
        }
        checkApart(entries);
        return entries;
    }

    private static ArchiveEntry entry(InputStream in, long end) throws IOException {
        ByteBuffer head = buffer(exactly(in, 46));
        if (head.getInt(0) != DIRECTORY_ENTRY) {
            throw broken("its directory has fewer entries than it says");
        }
        int flags = Short.toUnsignedInt(head.getShort(8));
        int method = Short.toUnsignedInt(head.getShort(10));
        long packed = Integer.toUnsignedLong(head.getInt(20));
        long size = Integer.toUnsignedLong(head.getInt(24));
        long header = Integer.toUnsignedLong(head.getInt(42));
        Charset charset = (flags & 0x800) != 0 ? StandardCharsets.UTF_8 : Charset.forName("IBM437");
        String name = new String(exactly(in, Short.toUnsignedInt(head.getShort(28))), charset);
        ByteBuffer extra = buffer(exactly(in, Short.toUnsignedInt(head.getShort(30))));
        exactly(in, Short.toUnsignedInt(head.getShort(32)));
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            extra.position(extra.position() + length);
            if (id == 1) {
                size = size == 0xFFFFFFFFL && field.remaining() >= 8 ? field.getLong() : size;
                packed = packed == 0xFFFFFFFFL && field.remaining() >= 8 ? field.getLong() : packed;
                header = header == 0xFFFFFFFFL && field.remaining() >= 8 ? field.getLong() : header;
            }
        }
        boolean unix = head.get(5) == 3;
        if (unix && (head.getInt(38) >>> 16 & 0xF000) == LINK) {
            throw new Failure.Invalid("The archive is refused: '" + name + "' is a link");
        }
        if ((flags & 1) != 0) {
            throw new Failure.Invalid("The archive is refused: '" + name + "' is encrypted");
        }
        if (method != 0 && method != 8) {
            throw new Failure.Invalid(
                    "The archive is refused: '" + name + "' is packed by the unknown method " + method);
        }
        if (packed < 0 || size < 0 || header < 0 || header + packed > end || (method == 0 && packed != size)) {
            throw broken("entry '" + name + "' lies outside of it");
        }
        return new ArchiveEntry(safe(name), method, packed, size, header);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw broken("its directory ends early");
        }
        return bytes;
    }

    /** The name with forward slashes; names that lead elsewhere are refused. */
    private static String safe(String name) {
        String path = name.replace('\\', '/');
        boolean drive = path.length() > 1 && path.charAt(1) == ':';
        boolean leaves = path.startsWith("/") || drive || path.indexOf('\0') >= 0;
        for (String part : path.split("/", -1)) {
            leaves |= part.equals("..");
        }
        if (leaves || path.isEmpty()) {
            throw new Failure.Invalid("The archive is refused: its entry '" + name + "' would leave its folder");
        }
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static void check(ArchiveEntry entry, long total, ArchiveLimits limits) {
        if (entry.size() > limits.entryBytes()) {
            throw new Failure.Invalid("The archive is refused: '" + entry.name() + "' unpacks to " + entry.size()
                    + " bytes, at most " + limits.entryBytes() + " are taken");
        }
        if (total > limits.totalBytes()) {
            throw new Failure.Invalid(
                    "The archive is refused: it unpacks to more than " + limits.totalBytes() + " bytes");
        }
        if (entry.size() > limits.free() && entry.size() / Math.max(1, entry.packed()) > limits.ratio()) {
            throw new Failure.Invalid("The archive is refused: '" + entry.name() + "' unpacks " + entry.packed()
                    + " bytes to " + entry.size() + ", more than " + limits.ratio() + " times as many");
        }
    }

    /** Entries that share bytes unpack the same bytes many times over. */
    private static void checkApart(Map<String, ArchiveEntry> entries) {
        List<ArchiveEntry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparingLong(ArchiveEntry::header));
        for (int i = 1; i < sorted.size(); i++) {
            ArchiveEntry before = sorted.get(i - 1);
            if (before.header() + 30 + before.packed() > sorted.get(i).header()) {
                throw new Failure.Invalid("The archive is refused: its entries '" + before.name() + "' and '"
                        + sorted.get(i).name() + "' overlap");
            }
        }
    }

    private static boolean addedByDesktops(String name) {
        String base = name.substring(name.lastIndexOf('/') + 1);
        return name.startsWith("__MACOSX/")
                || base.equals(".DS_Store")
                || base.startsWith("._")
                || base.equals("Thumbs.db");
    }

    /** Fails when there are more or fewer bytes than the directory says, and frees the inflater. */
    private static final class Exact extends InputStream {
        private final InputStream in;
        private final @Nullable Inflater inflater;
        private final ArchiveEntry entry;
        private long done;

        Exact(InputStream in, @Nullable Inflater inflater, ArchiveEntry entry) {
            this.in = in;
            this.inflater = inflater;
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count;
            try {
                count = in.read(bytes, offset, length);
            } catch (ZipException | EOFException e) {
                throw new Failure.Invalid("The ZIP archive is broken: '" + entry.name() + "' cannot be unpacked", e);
            }
            done += Math.max(count, 0);
            if (done > entry.size() || (count < 0 && done < entry.size())) {
                throw broken("'" + entry.name() + "' has not the " + entry.size() + " bytes that its directory says");
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            if (inflater != null) {
                inflater.end();
            }
            in.close();
        }
    }
}
