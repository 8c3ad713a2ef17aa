package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Failure;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads rows of one job as they were after one revision, a page in a short transaction of its own. While that revision is the present one
 * the tables alone have them; afterwards history has what was removed since. Thread-safe.
 */
final class Pages {
    private static final int TIMEOUT_SECONDS = 60;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    Pages(DataSource database, PlatformTransactionManager transactions) {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        transaction.setTimeout(TIMEOUT_SECONDS);
    }

    /** Runs several reads of the same rows in one transaction. */
    <T> T together(java.util.function.Supplier<T> reads) {
        T result = transaction.execute(status -> reads.get());
        return java.util.Objects.requireNonNull(result);
    }

    /**
     * @param where a condition on the columns, numbers written out: COPY takes no parameters
     * @param tail ORDER BY and LIMIT
     */
    <R> List<R> read(long job, long revision, RowTable table, String where, String tail, Function<RowDecoder, R> row) {
        return together(() -> {
            // Without statistics right after a large save, sorting the whole job for each page would look cheap.
            jdbc.queryForList(
                    "SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)");
            List<R> rows = copy(present(job, revision, table, where) + tail, row);
            List<Long> now = jdbc.queryForList("SELECT revision FROM annotation.job WHERE id = ?", Long.class, job);
            if (now.isEmpty()) {
                throw new Failure.NotFound("No job " + job + ".");
            }
            if (now.getFirst() == revision) {
                return rows;
            }
            return copy(past(job, revision, table, where) + tail, row);
        });
    }

    /** Reads what the present transaction sees, whatever the revision. */
    <R> List<R> copy(String query, Function<RowDecoder, R> row) {
        List<R> rows = jdbc.execute((ConnectionCallback<List<R>>) connection -> CopyStream.out(connection, query, row));
        return java.util.Objects.requireNonNull(rows);
    }

    private static String present(long job, long revision, RowTable table, String where) {
        return "SELECT " + table.columns() + " FROM " + table.table() + " WHERE job_id = " + job + " AND revision <= "
                + revision + " AND " + where;
    }

    private static String past(long job, long revision, RowTable table, String where) {
        return "SELECT " + table.columns() + " FROM (" + present(job, revision, table, where) + " UNION ALL SELECT "
                + table.columns() + " FROM " + table.history() + " WHERE job_id = " + job + " AND removed_in > "
                + revision + " AND revision <= " + revision + " AND " + where + ") AS then_and_now";
    }
}
