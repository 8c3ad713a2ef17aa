package io.ocellus.annotation.jobs;

import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.wire.Sent;
import java.util.Set;

/** How stage, state and status of a job follow from one another: a new stage starts anew, and the status tells where the job stands. */
final class JobProgress {
    static final Set<String> STAGES = Set.of("annotation", "validation", "acceptance");
    static final Set<String> STATES = Set.of("new", "in progress", "completed", "rejected");

    private JobProgress() {}

    static Job apply(Job job, Sent<Long> assignee, Sent<String> stageSent, Sent<String> stateSent) {
        String stage = stageSent.orElse(job.stage());
        String state = stateSent.orElse(stage.equals(job.stage()) ? job.state() : "new");
        String status = stageSent.given() || stateSent.given() ? status(stage, state) : job.status();
        return new Job(
                job.id(),
                job.taskId(),
                job.segmentId(),
                job.segmentType(),
                job.startFrame(),
                job.stopFrame(),
                job.frameCount(),
                assignee.or(job.assigneeId()),
                job.assigneeUpdatedDate(),
                status,
                stage,
                state,
                job.type(),
                job.parentJobId(),
                job.revision(),
                job.createdDate(),
                job.updatedDate());
    }

    private static String status(String stage, String state) {
        if (stage.equals("annotation")) {
            return "annotation";
        }
        return stage.equals("acceptance") && state.equals("completed") ? "completed" : "validation";
    }
}
