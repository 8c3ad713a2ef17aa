package io.ocellus.annotation.datasets;

import io.ocellus.annotation.model.Failure;
import io.ocellus.requests.RequestScope;

/** A project, task or job in a path: {@code tasks} and 5. */
record DatasetTarget(Kind kind, long id, RequestScope scope) {
    /** The plural that stands in paths and names the policy. */
    enum Kind {
        PROJECTS("project"),
        TASKS("task"),
        JOBS("job");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As request ids say it. */
        String word() {
            return word;
        }

        String policy() {
            return word + "s";
        }

        static Kind of(String plural) {
            for (Kind kind : values()) {
                if (kind.policy().equals(plural)) {
                    return kind;
                }
            }
            throw new Failure.NotFound("Not found.");
        }
    }
}
