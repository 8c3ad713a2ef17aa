package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes tracks of positions that name their track: positions marked as keyframes stay, those between are left to interpolation, and where
 * the track is absent for a while it is marked outside. Memory: all positions. Not thread-safe.
 */
final class TrackCollector {
    private record Position(int frame, boolean keyframe, TrackedShape shape) {}

    private static final class Collected {
        private final Label label;
        private final long group;
        private final List<Position> positions = new ArrayList<>();
        private List<AttributeValue> immutable = List.of();

        Collected(Label label, long group) {
            this.label = label;
            this.group = group;
        }
    }

    private final AnnotationBinder binder;
    private final Map<Long, Collected> tracks = new LinkedHashMap<>();

    TrackCollector(AnnotationBinder binder) {
        this.binder = binder;
    }

    void add(DatasetFrame frame, Label label, ParsedShape shape, String where) {
        Collected track =
                tracks.computeIfAbsent(shape.trackId().orElseThrow(), id -> new Collected(label, shape.group()));
        track.immutable = binder.attributes().immutable(track.label, shape.attributes(), where);
        track.positions.add(new Position(
                frame.index(),
                shape.keyframe(),
                new TrackedShape(
                        0,
                        frame.index(),
                        shape.type(),
                        shape.occluded(),
                        shape.outside(),
                        shape.zOrder(),
                        shape.rotation(),
                        AnnotationBinder.finite(shape, where),
                        binder.attributes().mutable(track.label, shape.attributes(), where))));
    }

    List<Track> done(int lastIndex) {
        List<Track> done = new ArrayList<>();
        for (Collected track : tracks.values()) {
            List<TrackedShape> keyframes = keyframes(track.positions, lastIndex);
            if (!keyframes.isEmpty()) {
                done.add(new Track(
                        0,
                        keyframes.getFirst().frame(),
                        track.label.id(),
                        "file",
                        track.group,
                        track.immutable,
                        keyframes,
                        List.of()));
            }
        }
        tracks.clear();
        return done;
    }

    private static List<TrackedShape> keyframes(List<Position> positions, int lastIndex) {
        positions.sort(Comparator.comparingInt(Position::frame));
        List<TrackedShape> kept = new ArrayList<>();
        TrackedShape before = null;
        for (Position position : positions) {
            TrackedShape shape = position.shape();
            if (before != null && before.frame() == shape.frame()) {
                continue;
            }
            boolean wasVisible = visible(before);
            boolean gap = before != null && wasVisible && before.frame() + 1 < shape.frame();
            if (gap && before != null) {
                kept.add(outsideAfter(before));
            }
            if (wasVisible != !shape.outside() || (!shape.outside() && (gap || position.keyframe()))) {
                kept.add(shape);
            }
            before = shape;
        }
        if (before != null && visible(before) && before.frame() + 1 <= lastIndex) {
            kept.add(outsideAfter(before));
        }
        return kept;
    }

    private static boolean visible(@Nullable TrackedShape shape) {
        return shape != null && !shape.outside();
    }

    private static TrackedShape outsideAfter(TrackedShape shape) {
        return new TrackedShape(
                0,
                shape.frame() + 1,
                shape.type(),
                shape.occluded(),
                true,
                shape.zOrder(),
                shape.rotation(),
                shape.points(),
                shape.attributes());
    }
}
