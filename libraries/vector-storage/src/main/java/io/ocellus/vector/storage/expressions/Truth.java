package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.RowSet;
import org.jspecify.annotations.Nullable;

/**
 * Three-valued truth of many rows: the rows for which a predicate holds and those for which it is unknown because a value is null (absent
 * when there are none). The two sets are disjoint. Owned by whoever evaluates; operations change the receiver.
 */
final class Truth {
    private final RowSet yes;
    private @Nullable RowSet unknown;

    private Truth(RowSet yes, @Nullable RowSet unknown) {
        this.yes = yes;
        this.unknown = unknown;
    }

    static Truth known(RowSet yes) {
        return new Truth(yes, null);
    }

    /** Nothing is known of any row: a field without values. */
    static Truth unknown(int rows) {
        return new Truth(RowSet.none(rows), RowSet.all(rows));
    }

    /** Takes the rows whose column is null out of {@code yes}. */
    static Truth of(RowSet yes, Column column) {
        if (!column.hasNulls()) {
            return new Truth(yes, null);
        }
        RowSet nulls = nulls(column, yes.size());
        return new Truth(yes.andNot(nulls), nulls);
    }

    /** Of the first rows: a growing column may have more values than the rows that are looked at. */
    static RowSet nulls(Column column, int rows) {
        RowSet nulls = RowSet.none(rows);
        if (column.hasNulls()) {
            for (int row = 0; row < rows; row++) {
                if (column.isNull(row)) {
                    nulls.add(row);
                }
            }
        }
        return nulls;
    }

    RowSet yes() {
        return yes;
    }

    Truth not() {
        if (unknown != null) {
            yes.or(unknown);
        }
        yes.flip();
        return this;
    }

    Truth and(Truth other) {
        if (unknown == null && other.unknown == null) {
            yes.and(other.yes);
            return this;
        }
        // Unknown where neither side is false and not both are true.
        RowSet open = possible().and(other.possible());
        yes.and(other.yes);
        unknown = open.andNot(yes);
        return this;
    }

    Truth or(Truth other) {
        if (unknown == null && other.unknown == null) {
            yes.or(other.yes);
            return this;
        }
        RowSet open = possible().or(other.possible());
        yes.or(other.yes);
        unknown = open.andNot(yes);
        return this;
    }

    private RowSet possible() {
        RowSet possible = yes.copy();
        return unknown == null ? possible : possible.or(unknown);
    }
}
