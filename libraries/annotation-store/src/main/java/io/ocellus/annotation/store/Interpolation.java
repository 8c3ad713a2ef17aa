package io.ocellus.annotation.store;

import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.TrackedShape;

/** The position strictly between two keyframes, with the left one's flags. Stateless. */
final class Interpolation {
    private static final double FULL = 360;

    private Interpolation() {}

    static TrackedShape between(TrackedShape left, TrackedShape right, int frame) {
        double share = (double) (frame - left.frame()) / (right.frame() - left.frame());
        double[] from = left.points();
        double[] to = right.points();
        boolean alike = left.type() == right.type();
        return switch (left.type()) {
            case POLYGON, POLYLINE ->
                moved(
                        left,
                        alike ? OutlineMorph.between(from, to, share, left.type() == ShapeType.POLYGON) : from,
                        left.rotation());
            case MASK -> left;
            case POINTS -> alike && from.length == 2 && to.length == 2 ? straight(left, right, share) : left;
            case RECTANGLE, ELLIPSE, CUBOID, SKELETON ->
                alike && from.length == to.length ? straight(left, right, share) : left;
        };
    }

    private static TrackedShape straight(TrackedShape left, TrackedShape right, double share) {
        double[] points = new double[left.points().length];
        for (int i = 0; i < points.length; i++) {
            points[i] = left.points()[i] + (right.points()[i] - left.points()[i]) * share;
        }
        double turn = positive(right.rotation() - left.rotation() + FULL / 2) - FULL / 2;
        return moved(left, points, positive(left.rotation() + turn * share));
    }

    /** The same angle, from 0 to below 360. */
    private static double positive(double angle) {
        double rest = angle % FULL;
        return rest < 0 ? rest + FULL : rest;
    }

    private static TrackedShape moved(TrackedShape s, double[] points, double rotation) {
        return new TrackedShape(
                s.id(), s.frame(), s.type(), s.occluded(), s.outside(), s.zOrder(), rotation, points, s.attributes());
    }
}
