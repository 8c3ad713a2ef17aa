package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Annotations of one job or task at pinned revisions. Needs no closing: rows come in pages, each read in its own short transaction, and no
 * connection is held between them, however slow the consumer is. Missing attributes have their defaults; mutable ones carry along a track.
 * Memory: one page and one frame; for tracks of a task with several jobs, the tracks of one job.
 *
 * <p>The streams are sequential and lazy; each call starts a new one. Not thread-safe.
 */
public interface AnnotationSnapshot {
    /** Grows with each save: the revision of the job, or the sum over the jobs of the task. */
    long version();

    /** The pinned revision of each job, by job id. */
    Map<Long, Long> revisions();

    /** Ordered by frame, then id. */
    Stream<Tag> tags();

    /** Ordered by frame, then id; skeletons with their elements. */
    Stream<Shape> shapes();

    /** Ordered by job, then id; skeletons with their elements. */
    Stream<Track> tracks();

    /** Everything frame by frame, tracks by their position on each: only frames that hold something, ascending. */
    Stream<FrameAnnotations> frames(FrameSelection selection);
}
