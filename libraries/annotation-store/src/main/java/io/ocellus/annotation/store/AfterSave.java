package io.ocellus.annotation.store;

/** Is told after each save that made a revision, on the thread of the save: must return at once. */
@FunctionalInterface
public interface AfterSave {
    void saved();
}
