package io.ocellus.annotation.uploads;

import io.ocellus.annotation.files.Upload;
import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.files.UploadTarget;
import io.ocellus.annotation.model.Failure;
import io.ocellus.objectstorage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files on their way into the object store. What was acknowledged is durable; a broken upload goes on where it stands, in any process.
 * Thread-safe; one part in memory a call.
 */
public final class Uploads {
    private static final int SMALL = 1 << 20;
    private static final int DAYS = 7;
    private static final int SWEPT = 100;
    private static final int NOTED = 10_000;
    static final String CONTENT = "application/octet-stream";
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private final UploadStore store;
    private final ObjectStore objects;
    private final TransactionTemplate transactions;
    private final UploadSettings settings;
    private final UploadParts parts;

    public Uploads(UploadStore store, ObjectStore objects, TransactionTemplate transactions, UploadSettings settings) {
        this.store = store;
        this.objects = objects;
        this.transactions = transactions;
        this.settings = settings;
        this.parts = new UploadParts(store, objects, transactions);
    }

    public UploadSettings settings() {
        return settings;
    }

    /** Begins a file that comes in pieces. */
    public Upload begin(UploadTarget target, long owner, String name, long length) throws IOException {
        checkLimits(target, length);
        Upload upload = fresh(target, owner, UploadNames.path(name), length);
        if (!store.create(upload)) {
            throw new Failure.Conflict("File with same name already exists");
        }
        if (length == 0) {
            parts.completed(upload.id());
        }
        return upload;
    }

    /** How much the target holds by now; {@code TooLarge} when it is full. */
    public UploadStore.Totals room(UploadTarget target) {
        checkLimits(target, 0);
        return store.totals(target);
    }

    /** Takes a whole file; a file of the same name is replaced. */
    public Upload take(UploadTarget target, long owner, String name, InputStream body) throws IOException {
        String clean = UploadNames.lastPart(name);
        Upload draft = fresh(target, owner, clean, 0);
        long length = written(draft.objectKey(), new LimitedStream(body, settings.fileBytes(), clean));
        Upload upload = new Upload(
                draft.id(),
                target,
                clean,
                owner,
                length,
                length,
                draft.objectKey(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                0,
                true);
        Optional<Upload> replaced = store.named(target, clean);
        transactions.executeWithoutResult(status -> {
            replaced.ifPresent(old -> store.delete(old.id()));
            if (!store.create(upload)) {
                throw new Failure.Conflict("File with same name already exists");
            }
        });
        if (replaced.isPresent()) {
            discardObjects(replaced.get());
        }
        return upload;
    }

    private long written(String key, LimitedStream body) throws IOException {
        try {
            byte[] head = body.readNBytes(SMALL);
            if (head.length < SMALL) {
                return objects.put(key, head, CONTENT).size();
            }
            return objects.put(
                            key,
                            new SequenceInputStream(new ByteArrayInputStream(head), body),
                            OptionalLong.empty(),
                            CONTENT)
                    .size();
        } catch (LimitedStream.TooLong e) {
            throw e.failure();
        }
    }

    /** A file of the target that this user sends; {@code Forbidden} for another's. */
    public Upload find(UploadTarget target, long owner, UUID id) {
        Upload upload = store.find(id)
                .filter(found -> found.target().equals(target))
                .orElseThrow(() -> new Failure.NotFound("There is no upload " + id));
        if (upload.owner() != owner) {
            throw new Failure.Forbidden("The upload belongs to another user");
        }
        return upload;
    }

    /**
     * Goes on at {@code offset} with as much of the body as comes, also when the client goes away in the middle.
     *
     * @return the file as it stands then
     * @throws Failure.Conflict when the file does not stand at {@code offset}
     */
    public Upload append(Upload upload, long offset, InputStream body) throws IOException {
        return parts.append(upload, offset, body);
    }

    /** The whole file of this name, or of this upload id, which is CVAT's name for it where names do not matter. */
    public Upload finished(UploadTarget target, long owner, String nameOrId) throws IOException {
        Upload upload = byId(target, nameOrId)
                .or(() -> store.named(target, nameOrId))
                .orElseThrow(() -> new Failure.Invalid("There is no uploaded file " + nameOrId));
        if (upload.owner() != owner) {
            throw new Failure.Forbidden("The upload belongs to another user");
        }
        if (!upload.received()) {
            throw new Failure.Invalid("The file " + upload.name() + " is not whole: " + upload.bytes() + " of "
                    + upload.length() + " bytes were received.");
        }
        return parts.completed(upload.id());
    }

    /** All files of the target, each whole; in the order in which they came. */
    public List<Upload> finished(UploadTarget target) throws IOException {
        List<Upload> whole = new ArrayList<>();
        for (Upload upload : store.of(target)) {
            if (!upload.received()) {
                throw new Failure.Invalid("The file " + upload.name() + " is not whole: " + upload.bytes() + " of "
                        + upload.length() + " bytes were received.");
            }
            whole.add(upload.complete() ? upload : parts.completed(upload.id()));
        }
        return whole;
    }

    /** Forgets a file and removes what was received of it. */
    public void discard(Upload upload) throws IOException {
        store.delete(upload.id());
        discardObjects(upload);
    }

    /**
     * Removes files that nobody has touched for a week, and uploads in parts that the store has held for as long without anybody knowing of
     * them. A bounded number at once; several may sweep, and what fails comes again with the next.
     */
    public void sweep() {
        try {
            for (Upload upload : store.abandoned(DAYS, SWEPT)) {
                discard(upload);
            }
            store.noteUnfinished(objects.unfinishedUploads(NOTED).stream()
                    .map(upload -> new UploadStore.Unfinished(upload.uploadId(), upload.key()))
                    .toList());
            for (UploadStore.Unfinished orphan : store.orphans(DAYS, SWEPT)) {
                objects.abortUpload(orphan.objectKey(), orphan.uploadId());
            }
        } catch (IOException e) {
            LOG.warn("Abandoned uploads stay for now: {}", e.toString());
        }
    }

    private void discardObjects(Upload upload) throws IOException {
        if (upload.multipartId().isPresent() && !upload.complete()) {
            objects.abortUpload(upload.objectKey(), upload.multipartId().get());
        }
        if (upload.tailKey().isPresent()) {
            objects.delete(upload.tailKey().get());
        }
        objects.delete(upload.objectKey());
    }

    private Optional<Upload> byId(UploadTarget target, String text) {
        return TusId.parse(text)
                .flatMap(id -> store.find(id.upload()))
                .filter(found -> found.target().equals(target));
    }

    private static Upload fresh(UploadTarget target, long owner, String name, long length) {
        UUID id = UUID.randomUUID();
        return new Upload(
                id,
                target,
                name,
                owner,
                length,
                0,
                "media/" + id,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                0,
                false);
    }

    private void checkLimits(UploadTarget target, long length) {
        if (length < 0 || length > settings.fileBytes()) {
            throw new Failure.TooLarge("File size exceeds max limit of " + settings.fileBytes() + " bytes");
        }
        UploadStore.Totals totals = store.totals(target);
        if (totals.files() >= settings.files()) {
            throw new Failure.TooLarge("More than " + settings.files() + " files");
        }
        if (totals.bytes() + length > settings.totalBytes()) {
            throw new Failure.TooLarge("All files together exceed " + settings.totalBytes() + " bytes");
        }
    }
}
