package io.ocellus.annotation.model;

import java.util.List;

/** A keyframe of a track. {@code outside}: from here on the object is not in the picture. */
public record TrackedShape(
        long id,
        int frame,
        ShapeType type,
        boolean occluded,
        boolean outside,
        int zOrder,
        double rotation,
        double[] points,
        List<AttributeValue> attributes) {}
