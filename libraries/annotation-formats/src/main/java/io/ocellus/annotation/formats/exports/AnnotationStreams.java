package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import java.util.Iterator;
import java.util.List;

/**
 * One reading of a task's or job's annotations, all from one snapshot.
 *
 * @param shapes by frame, then in the order of creation
 * @param tags likewise
 */
public record AnnotationStreams(Iterator<Shape> shapes, Iterator<Tag> tags, List<Track> tracks) {}
