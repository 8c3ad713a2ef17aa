package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.store.AnnotationSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Turns what a file says of one subset into annotations of a task: names into ids, positions of tracks into tracks. Annotations go on to the
 * sink at once, tracks with {@link #finish}. Memory: the tracks. Not thread-safe.
 */
public final class AnnotationBinder {
    private static final String FROM_FILE = "file";

    private final ImportTarget target;
    private final FrameNames frames;
    private final AnnotationSink sink;
    private final AttributeBinder attributes;
    private final TrackCollector tracks;

    AnnotationBinder(ImportTarget target, String subset, AttributeBinder attributes) {
        this.target = target;
        this.frames = target.frames(subset);
        this.sink = target.sink(subset);
        this.attributes = attributes;
        this.tracks = new TrackCollector(this);
    }

    public FrameNames frames() {
        return frames;
    }

    AttributeBinder attributes() {
        return attributes;
    }

    public void tag(DatasetFrame frame, String label, long group, List<NamedValue> values, String where)
            throws IOException {
        Label bound = label(label, where);
        sink.tag(new Tag(
                0,
                frame.index(),
                bound.id(),
                FROM_FILE,
                group,
                OptionalDouble.empty(),
                attributes.all(bound, values, where)));
    }

    /** A shape; one that says which track it belongs to is kept for {@link #finish}. */
    public void shape(DatasetFrame frame, ParsedShape shape, String where) throws IOException {
        Label bound = label(shape.label(), where);
        if (shape.trackId().isPresent()) {
            tracks.add(frame, bound, shape, where);
        } else {
            sink.shape(bound(frame, bound, shape, FROM_FILE, where));
        }
    }

    /** A shape that was a track: it is taken for one drawn by hand. */
    public void shapeOfTrack(DatasetFrame frame, ParsedShape shape, String where) throws IOException {
        sink.shape(bound(frame, label(shape.label(), where), shape, "manual", where));
    }

    public void track(Track track) throws IOException {
        sink.track(track);
    }

    /** Gives the collected tracks on. */
    void finish() throws IOException {
        for (Track track : tracks.done(frames.lastIndex())) {
            sink.track(track);
        }
    }

    /** A top-level label, or a clear refusal. */
    public Label label(String name, String where) {
        return target.labels().find(name).orElseThrow(() -> unknown(name, where));
    }

    /** A sublabel, or a clear refusal. */
    public Label label(String name, Label parent, String where) {
        return target.labels().find(name, parent.id()).orElseThrow(() -> unknown(name, where));
    }

    private static Failure unknown(String name, String where) {
        return new Failure.Invalid(where + ": Label '" + name + "' is not registered for this task");
    }

    private Shape bound(DatasetFrame frame, Label label, ParsedShape shape, String source, String where) {
        List<Shape> elements = new ArrayList<>();
        for (ParsedShape element : shape.elements()) {
            elements.add(bound(frame, label(element.label(), label, where), element, source, where));
        }
        return new Shape(
                0,
                frame.index(),
                label.id(),
                shape.type(),
                source,
                shape.occluded(),
                shape.outside(),
                shape.zOrder(),
                shape.rotation(),
                shape.group(),
                OptionalDouble.empty(),
                finite(shape, where),
                attributes.all(label, shape.attributes(), where),
                elements);
    }

    static double[] finite(ParsedShape shape, String where) {
        for (double value : shape.points()) {
            if (!Double.isFinite(value)) {
                throw new Failure.Invalid(where + ": the " + shape.type().wireName() + " has the coordinate " + value);
            }
        }
        if (shape.type() != ShapeType.MASK && shape.points().length % 2 != 0) {
            throw new Failure.Invalid(where + ": the " + shape.type().wireName() + " has " + shape.points().length
                    + " numbers, an even number is needed");
        }
        return shape.points();
    }
}
