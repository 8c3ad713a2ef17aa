package io.ocellus.annotation.store;

import java.io.IOException;
import java.util.Map;

/**
 * A committed save. Holds the spooled request until closed, and neither lock nor connection, so that it may be answered slowly.
 */
public interface Saved extends AutoCloseable {
    /** As {@link AnnotationSnapshot#version()} gives it right after this save. */
    long version();

    /** New revision of each job that changed, by job id. */
    Map<Long, Long> revisions();

    /** What was given, in its order, now with ids (of keyframes and elements, too); tags first, then shapes, then tracks. */
    void replay(AnnotationSink sink) throws IOException;

    @Override
    void close();
}
