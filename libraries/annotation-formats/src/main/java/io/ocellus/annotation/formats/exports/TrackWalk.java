package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Positions of a track, asked for at ascending frames: keyframes as they are, interpolated between, carried on after the last. Keyframes on
 * deleted frames do not count. Attributes of a keyframe carry on until changed. Not thread-safe.
 */
public final class TrackWalk {
    private final Track track;
    private final int id;
    private final int endIndex;
    private final List<TrackedShape> keyframes = new ArrayList<>();
    private final List<TrackWalk> elements = new ArrayList<>();
    private int current = -1;
    private List<AttributeValue> carried = List.of();

    public TrackWalk(Track track, int id, IntPredicate deleted, int endIndex) {
        this.track = track;
        this.id = id;
        this.endIndex = endIndex;
        track.shapes().stream()
                .filter(shape -> !deleted.test(shape.frame()))
                .sorted(Comparator.comparingInt(TrackedShape::frame))
                .forEach(keyframes::add);
        for (int i = 0; i < track.elements().size(); i++) {
            elements.add(new TrackWalk(track.elements().get(i), i, deleted, endIndex));
        }
    }

    public int id() {
        return id;
    }

    /** The first frame it can be seen on. */
    public int start() {
        return keyframes.isEmpty() ? Integer.MAX_VALUE : keyframes.getFirst().frame();
    }

    /** Whether nothing is to be seen from this frame on. */
    public boolean overBefore(int frame) {
        return keyframes.isEmpty()
                || (keyframes.getLast().outside() && keyframes.getLast().frame() < frame)
                || frame >= endIndex;
    }

    /** What the frame shows of it. */
    public Optional<FrameObject> visibleAt(int frame) {
        return at(frame).filter(object -> !object.outside() && !wholeSkeletonOutside(object));
    }

    private static boolean wholeSkeletonOutside(FrameObject object) {
        return !object.elements().isEmpty() && object.elements().stream().allMatch(FrameObject::outside);
    }

    /** The position, also an outside one; none before the first keyframe. */
    public Optional<FrameObject> at(int frame) {
        while (current + 1 < keyframes.size() && keyframes.get(current + 1).frame() <= frame) {
            current++;
            carried = carryOn(carried, keyframes.get(current).attributes());
        }
        if (current < 0 || frame >= endIndex) {
            return Optional.empty();
        }
        TrackedShape shape = keyframes.get(current);
        boolean keyframe = shape.frame() == frame;
        if (!keyframe && current + 1 < keyframes.size()) {
            shape = TrackInterpolation.between(shape, keyframes.get(current + 1), frame);
        }
        FrameObject object = object(shape, keyframe);
        if (elements.isEmpty()) {
            return Optional.of(object);
        }
        List<FrameObject> parts = new ArrayList<>();
        elements.forEach(element -> element.at(frame).ifPresent(parts::add));
        return Optional.of(object.with(parts));
    }

    private FrameObject object(TrackedShape shape, boolean keyframe) {
        List<AttributeValue> attributes = new ArrayList<>(carried);
        attributes.addAll(track.attributes());
        return new FrameObject(
                shape.type(),
                track.labelId(),
                shape.points(),
                shape.occluded(),
                shape.outside(),
                shape.zOrder(),
                shape.rotation(),
                track.group(),
                track.source(),
                attributes,
                List.of(),
                id,
                keyframe);
    }

    private static List<AttributeValue> carryOn(List<AttributeValue> before, List<AttributeValue> own) {
        List<AttributeValue> all = new ArrayList<>(own);
        for (AttributeValue value : before) {
            if (own.stream().noneMatch(mine -> mine.specId() == value.specId())) {
                all.add(value);
            }
        }
        return all;
    }
}
