package io.ocellus.vector.storage;

import io.ocellus.vector.storage.columns.ColumnSource;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.RowSet;
import java.util.Optional;
import java.util.Set;

/** A compiled boolean expression, bound to a schema. Immutable and usable from any thread. */
public interface RowFilter {
    /** The ids of the fields that {@link #evaluate} reads. */
    Set<Integer> fields();

    /**
     * The rows for which the expression is true; null counts as not true. The result has {@code rows.rowCount()} bits and belongs to
     * the caller.
     */
    RowSet evaluate(ColumnSource rows);

    /** The keys to which the expression restricts its rows (an equality or {@code in} on the primary key, alone or in a conjunction). */
    default Optional<Keys> keys() {
        return Optional.empty();
    }

    /** Whether the expression says nothing but {@link #keys()}. */
    default boolean keysOnly() {
        return false;
    }
}
