package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.TrackedShape;

/** The position of a track between two keyframes, as CVAT's clients show it. */
final class TrackInterpolation {
    private TrackInterpolation() {}

    static TrackedShape between(TrackedShape left, TrackedShape right, int frame) {
        double offset = (double) (frame - left.frame()) / (right.frame() - left.frame());
        boolean linear = left.type() != ShapeType.MASK
                && left.type() == right.type()
                && left.points().length == right.points().length
                && (left.type() != ShapeType.POINTS || left.points().length == 2);
        return switch (left.type()) {
            case POLYGON, POLYLINE ->
                left.type() == right.type()
                        ? moved(left, frame, OutlineInterpolation.between(left, right, offset), left.rotation())
                        : moved(left, frame, left.points(), left.rotation());
            case RECTANGLE, ELLIPSE, CUBOID, SKELETON, POINTS, MASK ->
                linear
                        ? moved(left, frame, linear(left.points(), right.points(), offset), turned(left, right, offset))
                        : moved(left, frame, left.points(), left.rotation());
        };
    }

    private static TrackedShape moved(TrackedShape shape, int frame, double[] points, double rotation) {
        return new TrackedShape(
                0,
                frame,
                shape.type(),
                shape.occluded(),
                shape.outside(),
                shape.zOrder(),
                rotation,
                points,
                shape.attributes());
    }

    private static double[] linear(double[] from, double[] to, double offset) {
        double[] points = new double[from.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = from[i] + (to[i] - from[i]) * offset;
        }
        return points;
    }

    /** Along the shorter arc. */
    private static double turned(TrackedShape left, TrackedShape right, double offset) {
        double arc = floorMod(right.rotation() - left.rotation() + 180, 360) - 180;
        return floorMod(left.rotation() + arc * offset + 360, 360);
    }

    private static double floorMod(double value, double modulus) {
        double rest = value % modulus;
        return rest < 0 ? rest + modulus : rest;
    }
}
