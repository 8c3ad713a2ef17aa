package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
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
                NO_TRACK,
                true);
    }

    public boolean tracked() {
        return trackId != NO_TRACK;
    }

    FrameObject with(List<FrameObject> newElements) {
        return new FrameObject(
                type,
                labelId,
                points,
                occluded,
                outside,
                zOrder,
                rotation,
                group,
                source,
                attributes,
                newElements,
                trackId,
                keyframe);
    }
}
