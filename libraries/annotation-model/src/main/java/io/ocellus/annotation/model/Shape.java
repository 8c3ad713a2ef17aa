package io.ocellus.annotation.model;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A shape on one frame. {@code id} 0: not saved yet. {@code points} in pixels, x and y alternating; masks are CVAT's run lengths followed
 * by left, top, right, bottom; skeletons have none of their own but {@code elements}, which have no elements themselves.
 *
 * @param frame number in the task
 * @param group 0: none
 * @param rotation degrees, clockwise, 0 to 360
 */
public record Shape(
        long id,
        int frame,
        long labelId,
        ShapeType type,
        String source,
        boolean occluded,
        boolean outside,
        int zOrder,
        double rotation,
        long group,
        OptionalDouble score,
        double[] points,
        List<AttributeValue> attributes,
        List<Shape> elements) {}
