package io.ocellus.vector.storage.columns;

import java.util.Optional;

/** Rows by field: an inserted batch, a growing block, a sealed segment or an answer. */
public interface ColumnSource {
    int rowCount();

    /** The column of a field id; empty where the rows carry none (a field added later, or one not asked for). */
    Optional<Column> column(int fieldId);
}
