package io.ocellus.vector.storage.segments;

import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.RepeatedColumn;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Immutable column files, mapped when first needed, and which rows were hidden since. Rows are sorted by key, so a key costs a binary
 * search. The owner's thread hides rows; any thread that holds a pin reads.
 */
public final class SealedSegment extends Pinned implements RowBlock {
    private final SegmentMeta meta;
    private volatile CollectionSchema schema;
    private final LocalFiles files;
    private final DeletedRows deleted;
    private final Map<Integer, ColumnFile> open = new HashMap<>();
    private volatile long lastUse;

    public SealedSegment(SegmentMeta meta, CollectionSchema schema, LocalFiles files) {
        this.meta = meta;
        this.schema = schema;
        this.files = files;
        this.deleted = new DeletedRows(meta.rows());
    }

    public SegmentMeta meta() {
        return meta;
    }

    public DeletedRows deleted() {
        return deleted;
    }

    @Override
    public int rowCount() {
        return meta.rows();
    }

    @Override
    public Optional<Column> column(int fieldId) {
        if (fieldId == SegmentMeta.TIMESTAMPS) {
            return Optional.of(opened(fieldId));
        }
        return schema.field(fieldId)
                .map(field -> fieldId <= meta.lastField() ? opened(fieldId) : RepeatedColumn.of(field, meta.rows()));
    }

    /** From now on the segment is read by this schema, which has more fields. */
    public void evolve(CollectionSchema wider) {
        schema = wider;
    }

    private synchronized Column opened(int fieldId) {
        lastUse = System.nanoTime();
        ColumnFile file = open.get(fieldId);
        if (file == null) {
            file = ColumnFile.open(files, meta.fileKey(fieldId));
            open.put(fieldId, file);
        }
        return file.column();
    }

    /** Lets go of the files when nobody reads; they are opened again when needed. */
    public synchronized boolean tryUnload() {
        if (!idle() || open.isEmpty()) {
            return false;
        }
        closeFiles();
        return true;
    }

    private void closeFiles() {
        open.values().forEach(ColumnFile::close);
        open.clear();
    }

    public long lastUse() {
        return lastUse;
    }

    @Override
    public long segmentId() {
        return meta.id();
    }

    @Override
    public long partitionId() {
        return meta.partition();
    }

    @Override
    public boolean sealed() {
        return true;
    }

    @Override
    public Column keys() {
        return opened(schema.primaryKey().id());
    }

    @Override
    public long timestamp(int row) {
        return timestamps().get(row);
    }

    @Override
    public long deletedAt(int row) {
        return deleted.at(row);
    }

    private Column.Longs timestamps() {
        return (Column.Longs) opened(SegmentMeta.TIMESTAMPS);
    }

    @Override
    public boolean allVisible(long timestamp) {
        return meta.maxTimestamp() <= timestamp && deleted.count() == 0;
    }

    @Override
    public int visibleCount(long timestamp) {
        if (meta.maxTimestamp() <= timestamp && deleted.lastTimestamp() <= timestamp) {
            return meta.rows() - deleted.count();
        }
        return visible(timestamp).count();
    }

    @Override
    public RowSet visible(long timestamp) {
        RowSet visible = RowSet.all(meta.rows());
        if (meta.maxTimestamp() > timestamp) {
            Column.Longs timestamps = timestamps();
            for (int row = 0; row < meta.rows(); row++) {
                if (timestamps.get(row) > timestamp) {
                    visible.remove(row);
                }
            }
        }
        deleted.hide(visible, timestamp);
        return visible;
    }

    /** The first row whose key is not below the given one. */
    public int lowerBound(long key) {
        Column.Longs keys = (Column.Longs) keys();
        int low = 0;
        int high = meta.rows();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys.get(middle) < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first row whose key is not below the given one. */
    public int lowerBound(String key) {
        Column.Texts keys = (Column.Texts) keys();
        int low = 0;
        int high = meta.rows();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys.get(middle).compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Hides the rows of those keys that are older than the timestamp. Returns how many were visible before. */
    public int delete(Keys keys, long timestamp) {
        int hidden = 0;
        switch (keys) {
            case Keys.Longs(long[] values) -> {
                Column.Longs column = (Column.Longs) keys();
                long least = column.get(0);
                long greatest = column.get(meta.rows() - 1);
                for (long key : values) {
                    if (key < least || key > greatest) {
                        continue;
                    }
                    for (int row = lowerBound(key); row < meta.rows() && column.get(row) == key; row++) {
                        hidden += hide(row, timestamp);
                    }
                }
            }
            case Keys.Texts(List<String> values) -> {
                Column.Texts column = (Column.Texts) keys();
                for (String key : values) {
                    for (int row = lowerBound(key);
                            row < meta.rows() && column.get(row).equals(key);
                            row++) {
                        hidden += hide(row, timestamp);
                    }
                }
            }
        }
        return hidden;
    }

    private int hide(int row, long timestamp) {
        boolean older = meta.maxTimestamp() < timestamp || timestamps().get(row) < timestamp;
        return older && deleted.mark(row, timestamp) ? 1 : 0;
    }

    @Override
    protected synchronized void dispose() {
        closeFiles();
    }
}
