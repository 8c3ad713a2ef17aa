package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Failure;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Annotations from the tables. Thread-safe; opening costs two small queries. */
public final class PostgresAnnotationReader implements AnnotationReader {
    private final JdbcClient jdbc;
    private final JobSpans spans;
    private final Pages pages;

    public PostgresAnnotationReader(DataSource database, PlatformTransactionManager transactions) {
        jdbc = JdbcClient.create(database);
        spans = new JobSpans(jdbc);
        pages = new Pages(database, transactions);
    }

    @Override
    public AnnotationSnapshot open(Target target) {
        return snapshot(spans.of(target));
    }

    @Override
    public AnnotationSnapshot openAt(long jobId, long revision) {
        JobSpan job = spans.job(jobId);
        if (revision < 0 || revision > job.revision()) {
            throw new Failure.NotFound("Job " + jobId + " has no revision " + revision + ".");
        }
        return snapshot(List.of(new JobSpan(jobId, job.taskId(), job.start(), job.stop(), revision)));
    }

    private AnnotationSnapshot snapshot(List<JobSpan> jobs) {
        LabelSet labels =
                LabelSet.ofTask(jdbc, jobs.isEmpty() ? 0 : jobs.getFirst().taskId());
        return new PinnedSnapshot(jobs, labels, pages);
    }
}
