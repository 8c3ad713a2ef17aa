package io.ocellus.annotation.store;

import java.io.IOException;

/** Gives annotations one after the other, such as a parser over a body, or over an archive. */
@FunctionalInterface
public interface AnnotationSource {
    /** A source without annotations. */
    AnnotationSource EMPTY = sink -> {};

    /** Called once; an exception ends the save before it touched anything. */
    void feed(AnnotationSink sink) throws IOException;
}
