package io.ocellus.annotation.model;

/** Whose labels: a project's, which all its tasks share, or a task's own. */
public sealed interface LabelOwner {
    long id();

    record OfProject(long id) implements LabelOwner {}

    record OfTask(long id) implements LabelOwner {}
}
