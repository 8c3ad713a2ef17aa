package io.ocellus.vector.storage.segments;

import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.storage.Failure;
import org.jspecify.annotations.Nullable;

/** An index of one field of one sealed segment; opened when first searched. */
public final class BuiltIndex extends Pinned {
    private final long indexId;
    private final int fieldId;
    private final String key;
    private final LocalFiles files;
    private LocalFiles.@Nullable Held file;
    private @Nullable VectorIndex index;

    public BuiltIndex(long indexId, int fieldId, String key, LocalFiles files) {
        this.indexId = indexId;
        this.fieldId = fieldId;
        this.key = key;
        this.files = files;
    }

    public long indexId() {
        return indexId;
    }

    public int fieldId() {
        return fieldId;
    }

    /** The caller holds a pin. */
    public synchronized VectorIndex open() {
        VectorIndex present = index;
        if (present == null) {
            LocalFiles.Held held = files.hold(key);
            try {
                present = VectorIndex.open(held.path());
            } catch (IndexFailure e) {
                held.close();
                throw new Failure.Broken("the index file " + key + " is damaged: " + e.getMessage(), e);
            } catch (RuntimeException e) {
                held.close();
                throw new Failure.Unavailable("the index file " + key + " cannot be read", e);
            }
            file = held;
            index = present;
        }
        return present;
    }

    /** Lets go of the file when nobody searches. */
    public synchronized void tryUnload() {
        if (idle()) {
            release();
        }
    }

    private void release() {
        if (index != null) {
            index.close();
            index = null;
        }
        if (file != null) {
            file.close();
            file = null;
        }
    }

    @Override
    protected synchronized void dispose() {
        release();
    }
}
