package io.ocellus.annotation.store;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The blocks of ids that a save's new rows got: {@code -k} in a row becomes the k-th of its table's block, or of a second block for rows
 * that were numbered later. Immutable.
 */
final class IdBlocks {
    private final long[] first;
    private final long[] split;
    private final long[] second;

    private IdBlocks(long[] first, long[] split, long[] second) {
        this.first = first;
        this.split = split;
        this.second = second;
    }

    static IdBlocks take(JdbcClient jdbc, RowStage stage) {
        long[] first = new long[RowTable.values().length];
        long[] split = new long[first.length];
        for (RowTable table : RowTable.values()) {
            split[table.index()] = stage.fresh(table);
            first[table.index()] = take(jdbc, table, stage.fresh(table));
        }
        return new IdBlocks(first, split, new long[first.length]);
    }

    /** For {@code later}, whose numbering continued that of the stage these blocks were taken for. */
    IdBlocks continued(JdbcClient jdbc, RowStage later) {
        long[] more = new long[first.length];
        for (RowTable table : RowTable.values()) {
            more[table.index()] = take(jdbc, table, later.fresh(table) - split[table.index()]);
        }
        return new IdBlocks(first, split, more);
    }

    private static long take(JdbcClient jdbc, RowTable table, long count) {
        return count == 0
                ? 0
                : jdbc.sql("SELECT annotation.take_ids(CAST(? AS regclass), ?)")
                        .param(table.sequence())
                        .param(count)
                        .query(Long.class)
                        .single();
    }

    /** From what {@link #asMap} gave, for a stage with the same rows. */
    static IdBlocks of(Map<String, Long> map, RowStage stage) {
        long[] first = new long[RowTable.values().length];
        long[] split = new long[first.length];
        for (RowTable table : RowTable.values()) {
            first[table.index()] = map.getOrDefault(table.name(), 0L);
            split[table.index()] = stage.fresh(table);
        }
        return new IdBlocks(first, split, new long[first.length]);
    }

    Map<String, Long> asMap() {
        return Arrays.stream(RowTable.values())
                .collect(Collectors.toMap(RowTable::name, table -> first[table.index()]));
    }

    long real(RowTable table, long id) {
        if (id >= 0) {
            return id;
        }
        long index = -id - 1;
        int at = table.index();
        return index < split[at] ? first[at] + index : second[at] + index - split[at];
    }

    /** Puts the real ids into an encoded row. */
    void patch(RowTable table, byte[] row) {
        patch(table, row, RowTable.ID_AT);
        if (table == RowTable.TRACK_SHAPE) {
            patch(RowTable.TRACK, row, RowTable.TRACK_AT);
        } else if (table.parentAt() > 0 && (int) RowEncoder.INT.get(row, table.parentAt()) > 0) {
            patch(table, row, table.parentAt() + 4);
        }
    }

    private void patch(RowTable table, byte[] row, int at) {
        long id = (long) RowEncoder.LONG.get(row, at);
        if (id < 0) {
            RowEncoder.LONG.set(row, at, real(table, id));
        }
    }
}
