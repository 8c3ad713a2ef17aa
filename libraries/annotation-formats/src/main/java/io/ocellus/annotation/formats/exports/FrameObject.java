package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.store.TrackPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * A shape as one frame shows it: drawn there, or the position of a track.
 *
 * @param trackId number of the track among the exported ones, or {@link #NO_TRACK}
 */
public record FrameObject(
        ShapeType type,
        long labelId,
        double[] points,
        boolean occluded,
        boolean outside,
        int zOrder,
        double rotation,
        long group,
        String source,
        List<AttributeValue> attributes,
        List<FrameObject> elements,
        int trackId,
        boolean keyframe) {
    public static final int NO_TRACK = -1;

    public static FrameObject of(Shape shape) {
        List<FrameObject> elements = shape.elements().isEmpty()
                ? List.of()
                : shape.elements().stream().map(FrameObject::of).toList();
        return of(shape, elements, NO_TRACK, true);
    }

    /** @param number of the track among the exported ones; elements are numbered among themselves */
    public static FrameObject of(TrackPosition position, int number) {
        List<FrameObject> elements = new ArrayList<>(position.elements().size());
        for (TrackPosition element : position.elements()) {
            elements.add(of(element, elements.size()));
        }
        return of(position.shape(), elements, number, position.keyframe());
    }

    private static FrameObject of(Shape shape, List<FrameObject> elements, int trackId, boolean keyframe) {
        return new FrameObject(
                shape.type(),
                shape.labelId(),
                shape.points(),
                shape.occluded(),
                shape.outside(),
                shape.zOrder(),
                shape.rotation(),
                shape.group(),
                shape.source(),
                shape.attributes(),
                elements,
                trackId,
                keyframe);
    }

    public boolean tracked() {
        return trackId != NO_TRACK;
    }
}
