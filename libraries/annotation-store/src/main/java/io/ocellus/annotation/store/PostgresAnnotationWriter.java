package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Saves into the tables. While the source is read no connection is held; the transaction holds the locks of the jobs that it concerns,
 * taken in the order of their ids, then those of labels, job, task and project rows. Thread-safe.
 */
public final class PostgresAnnotationWriter implements AnnotationWriter {
    private static final int TIMEOUT_SECONDS = 300;
    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JobSpans spans;
    private final Pages pages;
    private final HistoryTables history;
    private final RevisionRows revisions;
    private final SpoolSpace space;
    private final Runnable afterCommit;

    /**
     * @param traceId of the present request, for the revision's row
     * @param afterCommit told after each save that made a revision, such as the relay of revisions
     */
    public PostgresAnnotationWriter(
            DataSource database,
            PlatformTransactionManager transactions,
            SpoolSpace space,
            Supplier<Optional<String>> traceId,
            Runnable afterCommit) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout(TIMEOUT_SECONDS);
        this.spans = new JobSpans(jdbc);
        this.pages = new Pages(database, transactions);
        this.history = new HistoryTables(database);
        this.revisions = new RevisionRows(jdbc, traceId);
        this.space = space;
        this.afterCommit = afterCommit;
    }

    @Override
    public Saved save(SaveRequest request, AnnotationSource source) throws IOException {
        return save(request, source, saved -> {});
    }

    @Override
    public Saved save(SaveRequest request, AnnotationSource source, Consumer<Saved> last) throws IOException {
        List<JobSpan> jobs = spans.of(request.target());
        if (jobs.isEmpty()) {
            throw new Failure.Invalid("Task " + request.target().id() + " has no data yet, so nothing to annotate.");
        }
        LabelSet labels = LabelSet.ofTask(jdbc, jobs.getFirst().taskId());
        RowStage stage = new RowStage(space, request.idempotencyKey().isPresent());
        boolean done = false;
        try {
            Draft draft = new Draft(request, jobs, labels, stage);
            source.feed(draft);
            Optional<RevisionRows.Key> key =
                    request.idempotencyKey().map(name -> new RevisionRows.Key(name, hash(request, stage)));
            IdBlocks ids = IdBlocks.take(jdbc, stage);
            Saved saved = transaction.execute(status -> {
                Saved made = commit(request, draft, labels, ids, key);
                last.accept(made);
                return made;
            });
            done = true;
            return Objects.requireNonNull(saved);
        } catch (DataIntegrityViolationException e) {
            throw new Failure.Invalid(
                    "An id that was sent belongs to something else, or stands twice. Send new annotations without id.",
                    e);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        } finally {
            if (!done) {
                stage.close();
            }
        }
    }

    private static byte[] hash(SaveRequest request, RowStage stage) {
        byte[] content = stage.hash();
        byte[] action = (request.action().word() + request.user()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int i = 0; i < action.length; i++) {
            content[i % content.length] ^= action[i];
        }
        return content;
    }

    private Saved commit(
            SaveRequest request, Draft draft, LabelSet labels, IdBlocks ids, Optional<RevisionRows.Key> key) {
        RowStage stage = draft.stage();
        List<JobSpan> jobs = spans.lock(request.target());
        if (key.isPresent()) {
            Optional<RevisionRows.Answer> earlier = revisions.answered(jobs, key.get());
            if (earlier.isPresent()) {
                IdBlocks first = IdBlocks.of(earlier.get().firstIds(), stage);
                return new SpooledAnswer(stage, first, earlier.get().version(), Map.of());
            }
        }
        long version = jobs.stream().mapToLong(JobSpan::revision).sum();
        if (request.ifMatch().isPresent() && request.ifMatch().getAsLong() != version) {
            throw new Failure.PreconditionFailed("The annotations have version " + version + ", not "
                    + request.ifMatch().getAsLong() + ". Read them again.");
        }
        if (request.action() != SaveAction.DELETE) {
            lockLabels(jobs.getFirst().taskId(), draft.labels());
            checkGiven(stage);
        }
        Map<Long, Long> removed = new HashMap<>();
        Map<Long, RowStage.Counts> added = new HashMap<>();
        if (Draft.binds(request)) {
            jobs.forEach(job -> removed.put(job.jobId(), remove(request.action(), job, draft)));
            if (request.action() != SaveAction.DELETE) {
                copy(stage, ids, jobs);
                jobs.forEach(job -> added.put(job.jobId(), stage.counts(job.jobId())));
            }
        } else {
            try (RowStage routed = new RowStage(space, false)) {
                Removal removal = new TaskRouting(request.action(), jobs, labels, pages, stage, routed).route(draft);
                jobs.forEach(job -> removed.put(job.jobId(), remove(removal, job)));
                copy(routed, ids.continued(jdbc, routed), jobs);
                jobs.forEach(job -> added.put(job.jobId(), routed.counts(job.jobId())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        List<JobSpan> changed = jobs.stream()
                .filter(job -> removed.getOrDefault(job.jobId(), 0L) > 0
                        || !RowStage.Counts.NONE.equals(added.getOrDefault(job.jobId(), RowStage.Counts.NONE)))
                .toList();
        long after = version + changed.size();
        Map<Long, Long> made = new HashMap<>();
        for (JobSpan job : changed) {
            revisions.add(
                    job,
                    request.action().word(),
                    request.user(),
                    added.getOrDefault(job.jobId(), RowStage.Counts.NONE),
                    removed.getOrDefault(job.jobId(), 0L),
                    key.map(k -> new RevisionRows.Keyed(k, new RevisionRows.Answer(after, ids.asMap()))));
            made.put(job.jobId(), job.revision() + 1);
        }
        announce(changed);
        return new SpooledAnswer(stage, ids, after, made);
    }

    private void announce(List<JobSpan> changed) {
        if (changed.isEmpty()) {
            return;
        }
        revisions.touch(changed);
        tellAfterCommit();
    }

    private void tellAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                afterCommit.run();
            }
        });
    }

    private long remove(SaveAction action, JobSpan job, Draft draft) {
        return switch (action) {
            case CREATE -> 0;
            case REPLACE -> history.removeAll(job.jobId(), job.revision() + 1);
            case UPDATE, DELETE -> {
                Removal removal = new Removal();
                for (RowTable table : List.of(RowTable.TAG, RowTable.SHAPE, RowTable.TRACK)) {
                    removal.addAll(job.jobId(), table, draft.given(table));
                }
                yield remove(removal, job);
            }
        };
    }

    private long remove(Removal removal, JobSpan job) {
        long removed = 0;
        for (RowTable table : List.of(RowTable.TAG, RowTable.SHAPE, RowTable.TRACK)) {
            removed += history.remove(job.jobId(), table, removal.ids(job.jobId(), table), job.revision() + 1);
        }
        return removed;
    }

    private void copy(RowStage stage, IdBlocks ids, List<JobSpan> jobs) {
        Map<Long, Long> next = new HashMap<>();
        jobs.forEach(job -> next.put(job.jobId(), job.revision() + 1));
        new JdbcTemplate(database).execute((ConnectionCallback<Boolean>) connection -> {
            for (RowTable table : RowTable.values()) {
                try {
                    CopyStream.in(connection, table, stage.rows(table), row -> {
                        ids.patch(table, row);
                        long job = (long) RowEncoder.LONG.get(row, RowTable.JOB_AT);
                        RowEncoder.LONG.set(row, RowTable.REVISION_AT, (long) Objects.requireNonNull(next.get(job)));
                    });
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return true;
        });
    }

    /** So that no label goes while rows with it come: a delete, or a move to other labels, waits or has happened and is seen here. */
    private void lockLabels(long taskId, Collection<Long> labelIds) {
        if (labelIds.isEmpty()) {
            return;
        }
        List<Long> found = jdbc.sql("SELECT l.id FROM annotation.label l JOIN annotation.task t ON t.id = :task"
                        + " AND (l.task_id = t.id OR l.project_id = t.project_id)"
                        + " WHERE l.id IN (:ids) ORDER BY l.id FOR KEY SHARE OF l")
                .param("task", taskId)
                .param("ids", labelIds)
                .query(Long.class)
                .list();
        for (long id : labelIds) {
            if (!found.contains(id)) {
                throw new Failure.Invalid("label_id `" + id + "` is invalid");
            }
        }
    }

    /** Ids that were never given out are refused: they would be given out later. */
    private void checkGiven(RowStage stage) {
        for (RowTable table : RowTable.values()) {
            long largest = stage.largestGiven(table);
            if (largest > 0) {
                long last = jdbc.sql("SELECT last_value FROM " + table.sequence())
                        .query(Long.class)
                        .single();
                if (largest > last) {
                    throw new Failure.Invalid("No " + table.name().toLowerCase(java.util.Locale.ROOT) + " has the id "
                            + largest + ". Send new annotations without id.");
                }
            }
        }
    }

    @Override
    public long restore(long jobId, long revision, OptionalLong user) {
        Long now = transaction.execute(status -> {
            JobSpan job = spans.lock(new Target.OfJob(jobId)).getFirst();
            if (revision < 0 || revision > job.revision()) {
                throw new Failure.NotFound("Job " + jobId + " has no revision " + revision + ".");
            }
            long next = job.revision() + 1;
            if (history.restore(jobId, revision, next) == 0) {
                return job.revision();
            }
            revisions.add(job, "restore", user, RowStage.Counts.NONE, 0, Optional.empty());
            announce(List.of(job));
            return next;
        });
        return Objects.requireNonNull(now);
    }

    @Override
    public void purgeJobs(Collection<Long> jobIds) {
        if (!jobIds.isEmpty()) {
            transaction.executeWithoutResult(status -> {
                history.purge(jobIds);
                revisions.purged(jobIds);
                tellAfterCommit();
            });
        }
    }

    @Override
    public void lockJobs(long taskId) {
        jobsOf(taskId);
    }

    /** All of a task, the ones that only check included; locked until the transaction ends. */
    private List<JobSpan> jobsOf(long taskId) {
        return jdbc
                .sql("SELECT id FROM annotation.job WHERE task_id = ? ORDER BY id FOR UPDATE")
                .param(taskId)
                .query(Long.class)
                .list()
                .stream()
                .map(spans::job)
                .toList();
    }

    @Override
    public void relabel(long taskId, Relabelling relabelling, OptionalLong user) {
        transaction.executeWithoutResult(status -> {
            List<JobSpan> changed = new ArrayList<>();
            for (JobSpan job : jobsOf(taskId)) {
                long rows = history.relabel(job.jobId(), relabelling, job.revision() + 1);
                if (rows > 0) {
                    revisions.add(job, "relabel", user, RowStage.Counts.NONE, 0, Optional.empty());
                    changed.add(job);
                }
            }
            announce(changed);
        });
    }

    @Override
    public void removeLabels(Collection<Long> labelIds, OptionalLong user) {
        if (labelIds.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            List<Long> jobs = jdbc.sql("SELECT j.id FROM annotation.job j JOIN annotation.task t ON t.id = j.task_id"
                            + " WHERE EXISTS (SELECT 1 FROM annotation.label l WHERE l.id IN (:ids)"
                            + " AND (l.task_id = t.id OR l.project_id = t.project_id)) ORDER BY j.id")
                    .param("ids", labelIds)
                    .query(Long.class)
                    .list();
            List<JobSpan> changed = new ArrayList<>();
            for (long id : jobs) {
                JobSpan job = spans.lock(new Target.OfJob(id)).getFirst();
                long removed = history.removeLabels(id, labelIds, job.revision() + 1);
                if (removed > 0) {
                    revisions.add(job, "delete", user, RowStage.Counts.NONE, removed, Optional.empty());
                    changed.add(job);
                }
            }
            announce(changed);
        });
    }
}
