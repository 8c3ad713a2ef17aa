package io.ocellus.worker.exports;

import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.objectstorage.UploadedPart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object written as a stream of unknown length, in parts. It is there only after {@link #finish}; closing before forgets it. One part
 * ({@value #PART} bytes) in memory. Not thread-safe.
 */
final class ObjectOutput extends OutputStream {
    private static final int PART = 8 << 20;

    private final ObjectStore objects;
    private final String key;
    private final String contentType;
    private final byte[] buffer = new byte[PART];
    private final List<UploadedPart> parts = new ArrayList<>();
    private Optional<String> upload = Optional.empty();
    private int filled;
    private long written;
    private boolean finished;

    ObjectOutput(ObjectStore objects, String key, String contentType) {
        this.objects = objects;
        this.key = key;
        this.contentType = contentType;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filled == PART) {
                flushPart();
            }
            int count = Math.min(left, PART - filled);
            System.arraycopy(bytes, from, buffer, filled, count);
            filled += count;
            written += count;
            from += count;
            left -= count;
        }
    }

    private void flushPart() throws IOException {
        String id = upload.isPresent() ? upload.get() : objects.startUpload(key, contentType);
        upload = Optional.of(id);
        parts.add(objects.uploadPart(key, id, parts.size() + 1, buffer, filled));
        filled = 0;
    }

    /** Makes the object; gives its length. */
    long finish() throws IOException {
        if (upload.isEmpty()) {
            objects.put(key, java.util.Arrays.copyOf(buffer, filled), contentType);
        } else {
            if (filled > 0) {
                flushPart();
            }
            objects.finishUpload(key, upload.get(), parts);
        }
        finished = true;
        return written;
    }

    @Override
    public void close() throws IOException {
        if (!finished && upload.isPresent()) {
            objects.abortUpload(key, upload.get());
        }
    }
}
