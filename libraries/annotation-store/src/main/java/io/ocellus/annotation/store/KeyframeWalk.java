package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One track without its elements, asked for at ascending frames: keyframes as they are, interpolated between, carried on after the last.
 * Each position has what its keyframe and earlier ones say of attributes. Not thread-safe; a step costs nothing, a position at most one
 * interpolation.
 */
final class KeyframeWalk {
    static final int NEVER = Integer.MAX_VALUE;
    private final List<TrackedShape> keyframes = new ArrayList<>();
    private int current = -1;
    private List<AttributeValue> attributes = List.of();

    /** @param shape where the track is, with the attributes that hold there; a keyframe keeps its id, other positions have none */
    record Place(boolean keyframe, TrackedShape shape) {}

    /** @param deleted frames whose keyframes do not count; of several keyframes of one frame the first does */
    KeyframeWalk(Track track, IntPredicate deleted) {
        track.shapes().stream()
                .filter(shape -> !deleted.test(shape.frame()))
                .sorted(Comparator.comparingInt(TrackedShape::frame))
                .forEach(shape -> {
                    if (keyframes.isEmpty() || keyframes.getLast().frame() < shape.frame()) {
                        keyframes.add(shape);
                    }
                });
    }

    /** The first keyframe's frame, or {@link #NEVER}. */
    int first() {
        return keyframes.isEmpty() ? NEVER : keyframes.getFirst().frame();
    }

    /** Whether the last keyframe lies before the frame and says that the object left the picture. */
    boolean leftBefore(int frame) {
        return keyframes.isEmpty()
                || (keyframes.getLast().outside() && keyframes.getLast().frame() < frame);
    }

    boolean keyframeAt(int frame) {
        step(frame);
        return current >= 0 && keyframes.get(current).frame() == frame;
    }

    /** Whether the object is outside on the frame and nothing was set there. */
    boolean awayAt(int frame) {
        return !keyframeAt(frame) && (current < 0 || keyframes.get(current).outside());
    }

    /** The frame of the next keyframe after the one that holds at {@code frame}, or {@link #NEVER}. */
    int nextKeyframe(int frame) {
        step(frame);
        return current + 1 < keyframes.size() ? keyframes.get(current + 1).frame() : NEVER;
    }

    /** Nothing before the first keyframe. */
    @Nullable
    Place at(int frame) {
        step(frame);
        if (current < 0) {
            return null;
        }
        TrackedShape here = keyframes.get(current);
        if (here.frame() == frame) {
            return new Place(true, with(here, here.id(), frame, attributes));
        }
        TrackedShape moved =
                current + 1 < keyframes.size() ? Interpolation.between(here, keyframes.get(current + 1), frame) : here;
        return new Place(false, with(moved, 0, frame, attributes));
    }

    private void step(int frame) {
        while (current + 1 < keyframes.size() && keyframes.get(current + 1).frame() <= frame) {
            current++;
            attributes = joined(keyframes.get(current).attributes(), attributes);
        }
    }

    static TrackedShape with(TrackedShape s, long id, int frame, List<AttributeValue> attributes) {
        return new TrackedShape(
                id, frame, s.type(), s.occluded(), s.outside(), s.zOrder(), s.rotation(), s.points(), attributes);
    }

    /** The first ones, and those of the others that name nothing of them. */
    static List<AttributeValue> joined(List<AttributeValue> first, List<AttributeValue> others) {
        List<AttributeValue> missing = others.stream()
                .filter(value -> !LabelSet.names(first, value.specId()))
                .toList();
        if (missing.isEmpty()) {
            return first;
        }
        List<AttributeValue> all = new ArrayList<>(first);
        all.addAll(missing);
        return all;
    }
}
