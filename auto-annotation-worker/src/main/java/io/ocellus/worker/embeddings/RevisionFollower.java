package io.ocellus.worker.embeddings;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.store.RevisionDeltas;
import io.ocellus.annotation.store.ShapeChange;
import io.ocellus.events.JobRevision;
import io.ocellus.events.RevisionFeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Consumes the feed. Revision 0 of a job is its coming to be: its frames get vectors. Each later one names changed objects. What fails for
 * want of a server comes again with the batch; what was deleted meanwhile is skipped. The last one of a job that is gone takes its vectors
 * away, and with its task all of the task's; what it removes may be gone already.
 */
final class RevisionFollower implements RevisionFeed.Handler {
    private static final Logger log = LoggerFactory.getLogger(RevisionFollower.class);
    private static final int CHUNK = 200;
    private final JobFrames jobs;
    private final RevisionDeltas deltas;
    private final FrameEmbedder frames;
    private final ObjectEmbedder objects;
    private volatile boolean stopping;

    RevisionFollower(JobFrames jobs, RevisionDeltas deltas, FrameEmbedder frames, ObjectEmbedder objects) {
        this.jobs = jobs;
        this.deltas = deltas;
        this.frames = frames;
        this.objects = objects;
    }

    /** Ends the batch in hand at the next chunk; it comes again after the next start. */
    void stop() {
        stopping = true;
        frames.stop();
    }

    @Override
    public void handle(List<JobRevision> batch) throws IOException {
        Set<Long> goneTasks = new LinkedHashSet<>();
        for (JobRevision revision : batch) {
            if (stopping) {
                throw new Stopped();
            }
            String trace = revision.traceId();
            if (trace != null) {
                MDC.put("traceId", trace);
            }
            try {
                follow(revision, goneTasks);
            } finally {
                MDC.remove("traceId");
            }
        }
        // A task's jobs come one after the other: once for all of them that are in the batch.
        for (long task : goneTasks) {
            frames.removeTask(task);
            objects.removeTask(task);
        }
    }

    private void follow(JobRevision revision, Set<Long> goneTasks) throws IOException {
        Optional<JobFrames.JobFacts> job = jobs.job(revision.jobId());
        if (revision.purge()) {
            if (jobs.taskExists(revision.taskId())) {
                objects.removeJob(revision.jobId());
            } else {
                goneTasks.add(revision.taskId());
            }
        } else if (job.isEmpty()) {
            log.debug("job {} is gone, or has no media", revision.jobId());
        } else if (revision.revision() == 0) {
            frames.embed(job.get());
        } else {
            follow(job.get(), revision.revision());
        }
    }

    private void follow(JobFrames.JobFacts job, long revision) throws IOException {
        try (Stream<ShapeChange> changes = deltas.shapes(job.job(), revision)) {
            List<Long> ids = new ArrayList<>(CHUNK);
            for (Iterator<ShapeChange> all = changes.iterator(); all.hasNext(); ) {
                ids.add(all.next().id());
                if (ids.size() == CHUNK || !all.hasNext()) {
                    if (stopping) {
                        throw new Stopped();
                    }
                    objects.bringUpToDate(job, ids, jobs.present(job.job(), ids));
                    ids.clear();
                }
            }
        } catch (Failure.NotFound e) {
            log.debug("revision {} of job {} is gone: {}", revision, job.job(), e.text());
        }
    }
}
