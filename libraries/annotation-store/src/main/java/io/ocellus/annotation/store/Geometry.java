package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import java.util.Arrays;

/** Comparison of what shapes cover, whatever they are called. Stateless. */
public final class Geometry {
    private Geometry() {}

    /** Whether both cover the same pixels of the same frame, to the last bit; elements in their order. */
    public static boolean same(Shape a, Shape b) {
        if (a.frame() != b.frame()
                || a.type() != b.type()
                || a.rotation() != b.rotation()
                || !Arrays.equals(a.points(), b.points())
                || a.elements().size() != b.elements().size()) {
            return false;
        }
        for (int i = 0; i < a.elements().size(); i++) {
            if (!same(a.elements().get(i), b.elements().get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Intersection over union of two rectangles (their rotation is not looked at, as in CVAT) or two polygons; 0 for other types, which
     * have no such measure.
     */
    public static double overlap(Shape a, Shape b) {
        return a.type() == b.type() ? overlap(a.type(), a.points(), b.points()) : 0;
    }

    static double overlap(ShapeType type, double[] a, double[] b) {
        return switch (type) {
            case RECTANGLE -> boxes(a, b);
            case POLYGON -> PolygonOverlap.of(a, b);
            case POLYLINE, POINTS, ELLIPSE, CUBOID, MASK, SKELETON -> 0;
        };
    }

    private static double boxes(double[] a, double[] b) {
        double width = Math.min(Math.max(a[0], a[2]), Math.max(b[0], b[2]))
                - Math.max(Math.min(a[0], a[2]), Math.min(b[0], b[2]));
        double height = Math.min(Math.max(a[1], a[3]), Math.max(b[1], b[3]))
                - Math.max(Math.min(a[1], a[3]), Math.min(b[1], b[3]));
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        double union = Math.abs((a[2] - a[0]) * (a[3] - a[1])) + Math.abs((b[2] - b[0]) * (b[3] - b[1])) - both;
        return both / union;
    }
}
