package io.ocellus.annotation.curation;

import io.ocellus.annotation.model.Failure;
import org.jspecify.annotations.Nullable;

/** What neighbours are asked of. */
sealed interface Asked {
    record OfFrame(long task, int frame) implements Asked {}

    record OfObject(long shape) implements Asked {}

    static Asked of(@Nullable String frame, @Nullable String object) {
        if ((frame == null) == (object == null)) {
            throw new Failure.Invalid("Give either frame=<task>:<frame> or object=<shape id>.");
        }
        if (object != null) {
            return new OfObject(Scope.number("object", object, 1, Long.MAX_VALUE));
        }
        String text = String.valueOf(frame);
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw Failure.Invalid.field("frame", "Must be <task>:<frame>, not " + Scope.shown(text) + ".");
        }
        return new OfFrame(Scope.number("frame", text.substring(0, colon), 1, Long.MAX_VALUE), (int)
                Scope.number("frame", text.substring(colon + 1), 0, Integer.MAX_VALUE));
    }
}
