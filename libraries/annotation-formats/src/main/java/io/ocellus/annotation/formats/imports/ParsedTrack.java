package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A track as a file has it: keyframes of the whole and, for a skeleton, of its elements. Not thread-safe. */
public final class ParsedTrack {
    private static final int MOST_ELEMENTS = 1000;

    private final String label;
    private final long group;
    private final String where;
    private final Map<Integer, ParsedShape> keyframes = new TreeMap<>();
    private final Map<String, ParsedTrack> elements = new LinkedHashMap<>();

    public ParsedTrack(String label, long group, String where) {
        this.label = label;
        this.group = group;
        this.where = where;
    }

    public boolean isEmpty() {
        return keyframes.isEmpty();
    }

    /** A keyframe; a second one on its frame is refused. */
    public void add(int frame, ParsedShape shape) {
        if (keyframes.putIfAbsent(frame, shape) != null) {
            throw new Failure.Invalid(where + ": it has two positions on frame " + frame);
        }
    }

    /** A keyframe of the element that the shape's label names. */
    public void addElement(int frame, ParsedShape shape) {
        if (elements.size() >= MOST_ELEMENTS && !elements.containsKey(shape.label())) {
            throw new Failure.Invalid(where + ": it has more than " + MOST_ELEMENTS + " elements");
        }
        elements.computeIfAbsent(shape.label(), name -> new ParsedTrack(name, 0, where + ", " + name))
                .add(frame, shape);
    }

    /** Gives it on as a track. */
    public void bind(AnnotationBinder binder) throws IOException {
        Label bound = binder.label(label, where);
        List<Track> parts = new ArrayList<>();
        for (ParsedTrack element : elements.values()) {
            // an element that is never to be seen is no part of the track
            if (element.keyframes.values().stream().anyMatch(shape -> !shape.outside())) {
                parts.add(element.track(binder, binder.label(element.label, bound, where), List.of()));
            }
        }
        binder.track(track(binder, bound, parts));
    }

    private Track track(AnnotationBinder binder, Label bound, List<Track> parts) {
        List<TrackedShape> shapes = new ArrayList<>();
        List<AttributeValue> immutable = List.of();
        for (Map.Entry<Integer, ParsedShape> keyframe : keyframes.entrySet()) {
            ParsedShape shape = keyframe.getValue();
            // the last keyframe says what holds for the whole track, as in CVAT
            immutable = binder.attributes().immutable(bound, shape.attributes(), where);
            shapes.add(new TrackedShape(
                    0,
                    keyframe.getKey(),
                    shape.type(),
                    shape.occluded(),
                    shape.outside(),
                    shape.zOrder(),
                    shape.rotation(),
                    AnnotationBinder.finite(shape, where),
                    binder.attributes().mutable(bound, shape.attributes(), where)));
        }
        return new Track(0, shapes.getFirst().frame(), bound.id(), "file", group, immutable, shapes, parts);
    }
}
