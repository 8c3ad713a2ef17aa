package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.model.Failure;
import java.util.ArrayList;
import java.util.List;

/** Pictures of a dataset that are no frames of the target, so that a refusal can name them all. Not thread-safe. */
public final class Unmatched {
    private static final int SHOWN = 50;

    private final List<String> names = new ArrayList<>();
    private int count;

    public void add(String name) {
        count++;
        if (names.size() < SHOWN) {
            names.add(name);
        }
    }

    public void refuseIfAny() {
        if (count > 0) {
            throw failure(names, count);
        }
    }

    public static Failure failure(String name) {
        return failure(List.of(name), 1);
    }

    private static Failure failure(List<String> names, int count) {
        return new Failure.Invalid("Could not match item id: '" + String.join("', '", names) + "'"
                + (count > names.size() ? " and " + (count - names.size()) + " more" : "") + " with any task frame");
    }
}
