package io.ocellus.annotation.uploads;

import io.ocellus.annotation.files.Upload;
import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.model.Failure;
import io.ocellus.objectstorage.ObjectStorageFailure;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.objectstorage.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files that come in pieces: parts of at least {@value ObjectStore#MINIMUM_PART_BYTES} bytes go to the object store as they fill up, what is
 * less waits as a tail beside them. No transaction is open while bytes move: each part is written under a number of its own, then counted
 * if the file still stands where it stood. Thread-safe; one part ({@value #PART} bytes) in memory a call.
 */
final class UploadParts {
    static final int PART = 8 << 20;

    private final UploadStore store;
    private final ObjectStore objects;
    private final TransactionTemplate transactions;

    UploadParts(UploadStore store, ObjectStore objects, TransactionTemplate transactions) {
        this.store = store;
        this.objects = objects;
        this.transactions = transactions;
    }

    /**
     * Goes on at {@code offset} with as much of the body as comes, also when the client goes away in the middle.
     *
     * @return the file as it stands then
     * @throws Failure.Conflict when the file does not stand at {@code offset}
     */
    Upload append(Upload upload, long offset, InputStream body) throws IOException {
        Upload now = upload;
        if (now.bytes() != offset) {
            throw conflict(now);
        }
        byte[] buffer = new byte[(int) Math.min(PART, upload.length() - offset + upload.tailBytes())];
        int filled = tail(now, buffer);
        Optional<IOException> broken = Optional.empty();
        boolean more = true;
        while (more) {
            int count = 0;
            if (filled < buffer.length) {
                try {
                    count = body.read(buffer, filled, buffer.length - filled);
                } catch (IOException e) {
                    broken = Optional.of(e);
                    count = -1;
                }
            }
            more = count >= 0;
            filled += Math.max(0, count);
            long received = now.bytes() - now.tailBytes() + filled;
            if (filled == buffer.length || !more) {
                if (received > now.bytes()) {
                    boolean last = received == now.length();
                    if (last || filled >= ObjectStore.MINIMUM_PART_BYTES) {
                        now = writePart(now, buffer, filled);
                        filled = 0;
                    } else {
                        now = writeTail(now, buffer, filled);
                    }
                }
                if (now.received()) {
                    break;
                }
                if (filled == 0) {
                    buffer = new byte[(int) Math.min(PART, now.length() - now.bytes())];
                }
            }
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        return now.received() ? completed(now.id()) : now;
    }

    private int tail(Upload upload, byte[] buffer) throws IOException {
        if (upload.tailKey().isEmpty()) {
            return 0;
        }
        try (InputStream in = objects.get(upload.tailKey().get())) {
            int read = in.readNBytes(buffer, 0, upload.tailBytes());
            if (read != upload.tailBytes()) {
                throw new ObjectStorageFailure.Missing(upload.tailKey().get());
            }
            return read;
        }
    }

    private Upload writePart(Upload upload, byte[] buffer, int length) throws IOException {
        boolean whole = upload.parts().isEmpty() && length == upload.length();
        if (whole) {
            // Small enough for one object: no parts at all.
            objects.put(
                    upload.objectKey(),
                    new ByteArrayInputStream(buffer, 0, length),
                    OptionalLong.of(length),
                    Uploads.CONTENT);
            return counted(upload, List.of(), upload.length(), Optional.empty(), 0);
        }
        Upload started = started(upload);
        int number = store.nextPart(started.id());
        UploadedPart part =
                objects.uploadPart(started.objectKey(), started.multipartId().orElseThrow(), number, buffer, length);
        List<Upload.Part> parts = new ArrayList<>(started.parts());
        parts.add(new Upload.Part(part.number(), part.etag(), part.size()));
        return counted(started, parts, started.bytes() - started.tailBytes() + length, Optional.empty(), 0);
    }

    private Upload started(Upload upload) throws IOException {
        if (upload.multipartId().isPresent()) {
            return upload;
        }
        String multipart = objects.startUpload(upload.objectKey(), Uploads.CONTENT);
        boolean[] ours = new boolean[1];
        Upload now = orThrow(transactions.execute(status -> {
            Upload locked = store.lock(upload.id()).orElseThrow(() -> gone(upload));
            if (locked.multipartId().isPresent()) {
                return locked;
            }
            store.setMultipart(upload.id(), multipart);
            ours[0] = true;
            return store.find(upload.id()).orElseThrow(() -> gone(upload));
        }));
        if (!ours[0]) {
            objects.abortUpload(upload.objectKey(), multipart);
        }
        if (now.bytes() != upload.bytes()) {
            throw conflict(now);
        }
        return now;
    }

    private Upload writeTail(Upload upload, byte[] buffer, int length) throws IOException {
        String key = upload.objectKey() + "-tail-" + UUID.randomUUID();
        objects.put(key, new ByteArrayInputStream(buffer, 0, length), OptionalLong.of(length), Uploads.CONTENT);
        return counted(upload, upload.parts(), upload.bytes() - upload.tailBytes() + length, Optional.of(key), length);
    }

    /** Counts what was written, unless another call has gone on meanwhile. */
    private Upload counted(Upload upload, List<Upload.Part> parts, long bytes, Optional<String> tailKey, int tailBytes)
            throws IOException {
        Upload next = orThrow(transactions.execute(status -> {
            Upload locked = store.lock(upload.id()).orElseThrow(() -> gone(upload));
            if (locked.bytes() != upload.bytes() || locked.complete()) {
                throw conflict(locked);
            }
            Upload advanced = new Upload(
                    locked.id(),
                    locked.target(),
                    locked.name(),
                    locked.owner(),
                    locked.length(),
                    bytes,
                    locked.objectKey(),
                    locked.multipartId(),
                    List.copyOf(parts),
                    tailKey,
                    tailBytes,
                    false);
            store.advance(advanced);
            return advanced;
        }));
        if (upload.tailKey().isPresent()) {
            objects.delete(upload.tailKey().get());
        }
        return next;
    }

    /** Puts the object together where that has not been done; may be called any number of times. */
    Upload completed(UUID id) throws IOException {
        Upload upload = store.find(id).orElseThrow(() -> new Failure.NotFound("There is no upload " + id));
        if (upload.complete() || !upload.received()) {
            return upload;
        }
        if (objects.stat(upload.objectKey()).isEmpty()) {
            if (upload.length() == 0) {
                objects.put(upload.objectKey(), new byte[0], Uploads.CONTENT);
            } else {
                objects.finishUpload(
                        upload.objectKey(),
                        upload.multipartId().orElseThrow(() -> gone(upload)),
                        upload.parts().stream()
                                .map(part -> new UploadedPart(part.number(), part.etag(), part.size()))
                                .toList());
            }
        }
        store.complete(id);
        return store.find(id).orElseThrow(() -> gone(upload));
    }

    private static Failure.Conflict conflict(Upload now) {
        return new Failure.Conflict("The upload stands at byte " + now.bytes());
    }

    private static Failure gone(Upload upload) {
        return new Failure.NotFound("There is no upload " + upload.id());
    }

    private static Upload orThrow(@Nullable Upload upload) {
        if (upload == null) {
            throw new IllegalStateException("a transaction without a result");
        }
        return upload;
    }
}
