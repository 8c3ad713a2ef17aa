package io.ocellus.requests;

import java.util.OptionalLong;

/** What a request belongs to, for lists and for the right to see it. */
public record RequestScope(OptionalLong organization, OptionalLong project, OptionalLong task, OptionalLong job) {
    public static RequestScope ofTask(OptionalLong organization, OptionalLong project, long task) {
        return new RequestScope(organization, project, OptionalLong.of(task), OptionalLong.empty());
    }

    public static RequestScope ofProject(OptionalLong organization, long project) {
        return new RequestScope(organization, OptionalLong.of(project), OptionalLong.empty(), OptionalLong.empty());
    }

    public static RequestScope ofJob(OptionalLong organization, OptionalLong project, long task, long job) {
        return new RequestScope(organization, project, OptionalLong.of(task), OptionalLong.of(job));
    }

    public static RequestScope none(OptionalLong organization) {
        return new RequestScope(organization, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }
}
