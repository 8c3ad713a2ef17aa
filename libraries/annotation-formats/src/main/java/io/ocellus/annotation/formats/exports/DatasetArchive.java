package io.ocellus.annotation.formats.exports;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archive an export goes into, written as a stream. Of two entries of one name the first is kept: use {@link #has} to decide before.
 * {@code progress} is called as bytes flow, so that a long export keeps its lease. Not thread-safe.
 */
public final class DatasetArchive implements AutoCloseable {
    private static final int FAST = Deflater.BEST_SPEED;

    private final ZipOutputStream zip;
    private final Set<String> names = new HashSet<>();
    private final Progress progress;
    private long steps;

    /** Told of each entry and each frame. */
    @FunctionalInterface
    public interface Progress {
        void step(long done);
    }

    public DatasetArchive(OutputStream out, Progress progress) {
        this.zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16), StandardCharsets.UTF_8);
        this.zip.setLevel(FAST);
        this.progress = progress;
    }

    /** Whether an entry of this name is there already. */
    public boolean has(String name) {
        return names.contains(name);
    }

    /** Opens an entry; close the stream before the next. Pictures are packed already and are only stored fast. */
    public OutputStream entry(String name) throws IOException {
        if (!names.add(name)) {
            throw new IOException("The archive has an entry '" + name + "' already");
        }
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(System.currentTimeMillis());
        zip.putNextEntry(entry);
        step();
        return new FilterOutputStream(zip) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                zip.closeEntry();
            }
        };
    }

    public void text(String name, CharSequence content) throws IOException {
        try (OutputStream out = entry(name)) {
            out.write(content.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Adds the picture of a frame under this name. */
    public void image(String name, TaskSource task, DatasetFrame frame) throws IOException {
        zip.setLevel(Deflater.NO_COMPRESSION);
        try (OutputStream out = entry(name)) {
            task.image(frame, out);
        } finally {
            zip.setLevel(FAST);
        }
    }

    /** Says that a frame was written. */
    public void step() {
        progress.step(++steps);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
