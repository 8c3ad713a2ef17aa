package io.ocellus.vector.storage.growing;

import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnSource;
import io.ocellus.vector.storage.columns.RepeatedColumn;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.DeletedRows;
import io.ocellus.vector.storage.segments.RowBlock;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** A fixed number of rows of a growing segment, in append order, hence in the order of their timestamps. One writer, any readers. */
final class GrowingBlock {
    private final CollectionSchema schema;
    private final int keyField;
    private final int capacity;
    private final Map<Integer, AppendableColumn> columns = new LinkedHashMap<>();
    private final long[] timestamps;
    private final DeletedRows deleted;
    private volatile int rows;

    GrowingBlock(CollectionSchema schema, int capacity, Arena arena) {
        this.schema = schema;
        this.keyField = schema.primaryKey().id();
        this.capacity = capacity;
        this.timestamps = new long[capacity];
        this.deleted = new DeletedRows(capacity);
        for (FieldSchema field : schema.fields()) {
            columns.put(field.id(), AppendableColumn.of(field, capacity, arena));
        }
    }

    int rows() {
        return rows;
    }

    /** Whether there is room for rows of this schema. */
    boolean takes(CollectionSchema present) {
        return room() > 0 && schema.lastField() == present.lastField();
    }

    int room() {
        return capacity - rows;
    }

    int capacity() {
        return capacity;
    }

    DeletedRows deleted() {
        return deleted;
    }

    long timestamp(int row) {
        return timestamps[row];
    }

    Column keys() {
        return Objects.requireNonNull(columns.get(keyField)).column();
    }

    void append(ColumnSource source, int from, int count, IntToLongFunction timestamp) {
        int at = rows;
        for (FieldSchema field : schema.fields()) {
            Objects.requireNonNull(columns.get(field.id())).append(field, source.column(field.id()), from, count, at);
        }
        for (int i = 0; i < count; i++) {
            timestamps[at + i] = timestamp.applyAsLong(from + i);
        }
        rows = at + count;
    }

    /** The rows appended so far, as one piece to scan; fields of {@code readBy} that came after them hold their default or null. */
    RowBlock published(long segmentId, long partitionId, CollectionSchema readBy) {
        return new Published(segmentId, partitionId, readBy, rows);
    }

    private final class Published implements RowBlock {
        private final long segmentId;
        private final long partitionId;
        private final CollectionSchema readBy;
        private final int count;

        Published(long segmentId, long partitionId, CollectionSchema readBy, int count) {
            this.segmentId = segmentId;
            this.partitionId = partitionId;
            this.readBy = readBy;
            this.count = count;
        }

        @Override
        public int rowCount() {
            return count;
        }

        @Override
        public Optional<Column> column(int fieldId) {
            AppendableColumn present = columns.get(fieldId);
            return present != null
                    ? Optional.of(present.column())
                    : readBy.field(fieldId).map(field -> RepeatedColumn.of(field, count));
        }

        @Override
        public long segmentId() {
            return segmentId;
        }

        @Override
        public long partitionId() {
            return partitionId;
        }

        @Override
        public boolean sealed() {
            return false;
        }

        @Override
        public Column keys() {
            return GrowingBlock.this.keys();
        }

        @Override
        public long timestamp(int row) {
            return timestamps[row];
        }

        @Override
        public long deletedAt(int row) {
            return deleted.at(row);
        }

        @Override
        public boolean allVisible(long timestamp) {
            return count == 0 || (timestamps[count - 1] <= timestamp && deleted.count() == 0);
        }

        @Override
        public int visibleCount(long timestamp) {
            return allVisible(timestamp) ? count : visible(timestamp).count();
        }

        @Override
        public RowSet visible(long timestamp) {
            RowSet visible;
            if (count == 0 || timestamps[count - 1] <= timestamp) {
                visible = RowSet.all(count);
            } else {
                visible = RowSet.none(count);
                for (int row = 0; row < count && timestamps[row] <= timestamp; row++) {
                    visible.add(row);
                }
            }
            deleted.hide(visible, timestamp);
            return visible;
        }
    }
}
