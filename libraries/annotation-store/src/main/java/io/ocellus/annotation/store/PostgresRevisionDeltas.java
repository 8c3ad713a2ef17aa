package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Deltas from the tables and their history: what has the revision, and what was removed in it. Thread-safe. */
public final class PostgresRevisionDeltas implements RevisionDeltas {
    private static final int SHAPES = 1024;
    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final JobSpans spans;
    private final Pages pages;

    public PostgresRevisionDeltas(DataSource database, PlatformTransactionManager transactions) {
        jdbc = new JdbcTemplate(database);
        client = JdbcClient.create(database);
        spans = new JobSpans(client);
        pages = new Pages(database, transactions);
    }

    @Override
    public Stream<ShapeChange> shapes(long jobId, long revision) {
        JobSpan job = spans.job(jobId);
        if (revision < 1 || revision > job.revision()) {
            throw new Failure.NotFound("Job " + jobId + " has no revision " + revision + ".");
        }
        LabelSet labels = LabelSet.ofTask(client, job.taskId());
        // Pages of ids, not of changes: what changed twice within one page still gives one change.
        PagedIterator<Long> ids = new PagedIterator<>(SHAPES, last -> ids(jobId, revision, last == null ? 0 : last));
        return PinnedSnapshot.stream(new Batches(ids, SHAPES))
                .flatMap(batch -> changes(jobId, revision, batch, labels));
    }

    /** Top-level shapes that have the revision or lost their form in it, themselves or by an element. */
    private List<Long> ids(long job, long revision, long after) {
        String root = "coalesce(parent_id, id)";
        String head = "SELECT " + root + " AS root FROM ";
        return jdbc.queryForList(
                "SELECT DISTINCT root FROM (" + head + "annotation.shape WHERE job_id = ? AND revision = ?"
                        + " UNION ALL "
                        + head + "annotation.shape_history WHERE job_id = ? AND removed_in = ?" + " UNION ALL " + head
                        + "annotation.shape_history WHERE job_id = ? AND removed_in > ? AND revision = ?)"
                        + " AS changed WHERE root > ? ORDER BY root LIMIT " + SHAPES,
                Long.class,
                job,
                revision,
                job,
                revision,
                job,
                revision,
                revision,
                after);
    }

    private Stream<ShapeChange> changes(long job, long revision, List<Long> ids, LabelSet labels) {
        Map<Long, Shape> before = at(job, revision - 1, ids, labels);
        Map<Long, Shape> after = at(job, revision, ids, labels);
        TreeSet<Long> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        return all.stream().map(id -> change(before.get(id), after.get(id)));
    }

    private static ShapeChange change(@Nullable Shape before, @Nullable Shape after) {
        if (before == null) {
            return new ShapeChange.Added(Objects.requireNonNull(after));
        }
        return after == null ? new ShapeChange.Removed(before) : new ShapeChange.Changed(before, after);
    }

    private Map<Long, Shape> at(long job, long revision, List<Long> ids, LabelSet labels) {
        String list = ids.stream().map(id -> Long.toString(id)).collect(Collectors.joining(","));
        List<Rows.ShapeRow> rows = pages.read(
                job,
                revision,
                RowTable.SHAPE,
                "(id IN (" + list + ") OR parent_id IN (" + list + "))",
                " ORDER BY id",
                Rows::shape);
        HashSet<Long> wanted = new HashSet<>(ids);
        return Skeletons.assemble(rows, labels).stream()
                .filter(shape -> wanted.contains(shape.id()))
                .collect(Collectors.toMap(Shape::id, Function.identity(), (a, b) -> a, TreeMap::new));
    }

    /** Ids in lists of some size. */
    private static final class Batches implements java.util.Iterator<List<Long>> {
        private final java.util.Iterator<Long> ids;
        private final int size;

        Batches(java.util.Iterator<Long> ids, int size) {
            this.ids = ids;
            this.size = size;
        }

        @Override
        public boolean hasNext() {
            return ids.hasNext();
        }

        @Override
        public List<Long> next() {
            List<Long> batch = new java.util.ArrayList<>(size);
            while (ids.hasNext() && batch.size() < size) {
                batch.add(ids.next());
            }
            return batch;
        }
    }
}
