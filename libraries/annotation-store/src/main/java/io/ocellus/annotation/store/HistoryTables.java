package io.ocellus.annotation.store;

import java.sql.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes rows out of the tables, each leaving its pre-image in history; the other way round for restoring. Runs in the caller's
 * transaction, which has locked the job. Counts are of rows, elements and keyframes included.
 */
final class HistoryTables {
    private final JdbcTemplate jdbc;

    HistoryTables(DataSource database) {
        jdbc = new JdbcTemplate(database);
    }

    long removeAll(long jobId, long revision) {
        long removed = 0;
        for (RowTable table : RowTable.values()) {
            removed += move(table, "job_id = ?", revision, jobId);
        }
        return removed;
    }

    /** Removes by id; elements and keyframes go with what they belong to. */
    long remove(long jobId, RowTable table, long[] ids, long revision) {
        if (ids.length == 0) {
            return 0;
        }
        return switch (table) {
            case TAG -> move(table, "job_id = ? AND id = ANY(?)", revision, jobId, ids);
            case SHAPE ->
                move(table, "job_id = ? AND parent_id = ANY(?)", revision, jobId, ids)
                        + move(table, "job_id = ? AND id = ANY(?)", revision, jobId, ids);
            case TRACK -> removeTracks(jobId, ids, revision);
            case TRACK_SHAPE -> throw new IllegalArgumentException("keyframes go with their track");
        };
    }

    private long removeTracks(long jobId, long[] ids, long revision) {
        long[] all = longs(
                "SELECT id FROM annotation.track WHERE job_id = ? AND (id = ANY(?) OR parent_id = ANY(?))",
                jobId,
                ids,
                ids);
        return move(RowTable.TRACK_SHAPE, "job_id = ? AND track_id = ANY(?)", revision, jobId, all)
                + move(RowTable.TRACK, "job_id = ? AND id = ANY(?)", revision, jobId, all);
    }

    /** Removes what has one of the labels, skeletons whole. */
    long removeLabels(long jobId, Collection<Long> labelIds, long revision) {
        long[] labels = labelIds.stream().mapToLong(Long::longValue).toArray();
        long[] shapes = longs("SELECT id FROM annotation.shape WHERE job_id = ? AND label_id = ANY(?)", jobId, labels);
        long[] tracks = longs("SELECT id FROM annotation.track WHERE job_id = ? AND label_id = ANY(?)", jobId, labels);
        return move(RowTable.TAG, "job_id = ? AND label_id = ANY(?)", revision, jobId, labels)
                + remove(jobId, RowTable.SHAPE, shapes, revision)
                + remove(jobId, RowTable.TRACK, tracks, revision);
    }

    /** Makes the rows what they were after {@code past}; gives how many came or went. */
    long restore(long jobId, long past, long revision) {
        long changed = 0;
        for (RowTable table : RowTable.values()) {
            changed += move(table, "job_id = ? AND revision > ?", revision, jobId, past);
        }
        for (RowTable table : RowTable.values()) {
            String kept = Arrays.stream(table.columns().split(","))
                    .map(column -> column.equals("revision") ? Long.toString(revision) : column)
                    .collect(Collectors.joining(","));
            changed += update(
                    "INSERT INTO " + table.table() + " (" + table.columns() + ") SELECT " + kept + " FROM "
                            + table.history() + " WHERE job_id = ? AND revision <= ? AND removed_in > ?",
                    jobId,
                    past,
                    past);
        }
        return changed;
    }

    /** Rows with other labels and attributes: the present ones anew, history as if they had always had them; gives how many are present. */
    long relabel(long jobId, Relabelling relabelling, long revision) {
        long present = 0;
        for (RowTable table : RowTable.values()) {
            present += update(
                    "INSERT INTO " + table.history() + " SELECT now.*, ? FROM " + table.table()
                            + " AS now WHERE job_id = ?",
                    revision,
                    jobId);
            rename(table.table(), table, ", revision = " + revision, jobId, relabelling);
            rename(table.history(), table, "", jobId, relabelling);
        }
        return present;
    }

    private void rename(String name, RowTable table, String more, long jobId, Relabelling relabelling) {
        String attributes = "attributes = (SELECT jsonb_object_agg(coalesce(new.id::text, old.key), old.value)"
                + " FROM jsonb_each(attributes) AS old LEFT JOIN unnest(?, ?) AS new (was, id)"
                + " ON new.was::text = old.key)";
        String label = table == RowTable.TRACK_SHAPE
                ? ""
                : ", label_id = coalesce((SELECT id FROM unnest(?, ?) AS new (was, id) WHERE was = label_id), label_id)";
        List<Object> values = new ArrayList<>(sides(relabelling.attributes()));
        if (!label.isEmpty()) {
            values.addAll(sides(relabelling.labels()));
        }
        values.add(jobId);
        update("UPDATE " + name + " SET " + attributes + label + more + " WHERE job_id = ?", values.toArray());
    }

    /** The old ids, and beside them the new ones. */
    private static List<long[]> sides(Map<Long, Long> ids) {
        List<Map.Entry<Long, Long>> all = List.copyOf(ids.entrySet());
        return List.of(
                all.stream().mapToLong(Map.Entry::getKey).toArray(),
                all.stream().mapToLong(Map.Entry::getValue).toArray());
    }

    void purge(Collection<Long> jobIds) {
        long[] jobs = jobIds.stream().mapToLong(Long::longValue).toArray();
        for (RowTable table : RowTable.values()) {
            update("DELETE FROM " + table.table() + " WHERE job_id = ANY(?)", (Object) jobs);
            update("DELETE FROM " + table.history() + " WHERE job_id = ANY(?)", (Object) jobs);
        }
        update("DELETE FROM annotation.job_revision WHERE job_id = ANY(?)", (Object) jobs);
    }

    private long move(RowTable table, String where, long revision, Object... values) {
        Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = revision;
        return update(
                "WITH gone AS (DELETE FROM " + table.table() + " WHERE " + where + " RETURNING *) INSERT INTO "
                        + table.history() + " SELECT gone.*, ? FROM gone",
                all);
    }

    private long update(String sql, Object... values) {
        Integer changed = jdbc.execute((ConnectionCallback<Integer>) connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] instanceof long[] ids) {
                        Array array = connection.createArrayOf("int8", box(ids));
                        statement.setArray(i + 1, array);
                    } else {
                        statement.setObject(i + 1, values[i]);
                    }
                }
                return statement.executeUpdate();
            }
        });
        return changed == null ? 0 : changed;
    }

    private long[] longs(String sql, long jobId, long[]... arrays) {
        List<Long> found = jdbc.execute((ConnectionCallback<List<Long>>) connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setLong(1, jobId);
                for (int i = 0; i < arrays.length; i++) {
                    statement.setArray(i + 2, connection.createArrayOf("int8", box(arrays[i])));
                }
                try (var rows = statement.executeQuery()) {
                    List<Long> ids = new java.util.ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                    return ids;
                }
            }
        });
        return found == null
                ? new long[0]
                : found.stream().mapToLong(Long::longValue).toArray();
    }

    static Long[] box(long[] ids) {
        Long[] boxed = new Long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            boxed[i] = ids[i];
        }
        return boxed;
    }
}
