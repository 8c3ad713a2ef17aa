package io.ocellus.embeddings;

import io.ocellus.annotation.model.ShapeType;

/** What an object covers: as a fingerprint that tells whether its vector still fits, and as the rectangle that is embedded. */
public final class ObjectGeometry {
    /** Context round an object, as a part of its size: an object is recognised by its surroundings too. */
    private static final double MARGIN = 0.06;

    private ObjectGeometry() {}

    /** Equal for equal frame, type, rotation and points, to the last bit; never 0. */
    public static long fingerprint(int frame, ShapeType type, double rotation, double[] points) {
        long hash = 0x9E3779B97F4A7C15L ^ frame;
        hash = mix(hash ^ type.wireName().hashCode());
        hash = mix(hash ^ Double.doubleToLongBits(rotation));
        for (double point : points) {
            hash = mix(hash ^ Double.doubleToLongBits(point));
        }
        // The collections' numbers travel as JSON: 53 bits arrive whole everywhere.
        long short53 = hash >>> 11;
        return short53 == 0 ? 1 : short53;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** Left, top, right, bottom in pixels, rotation and margin included; empty-handed shapes give a rectangle of no size. */
    public static double[] bounds(ShapeType type, double rotation, double[] points) {
        double[] box = switch (type) {
            case MASK -> last4(points);
            case ELLIPSE -> ellipse(points);
            case RECTANGLE, POLYGON, POLYLINE, POINTS, CUBOID, SKELETON -> extremes(points);
        };
        double width = box[2] - box[0];
        double height = box[3] - box[1];
        if (rotation != 0 && (type == ShapeType.RECTANGLE || type == ShapeType.ELLIPSE)) {
            double radians = Math.toRadians(rotation);
            double turnedWidth = Math.abs(width * Math.cos(radians)) + Math.abs(height * Math.sin(radians));
            double turnedHeight = Math.abs(width * Math.sin(radians)) + Math.abs(height * Math.cos(radians));
            double x = (box[0] + box[2]) / 2;
            double y = (box[1] + box[3]) / 2;
            box = new double[] {x - turnedWidth / 2, y - turnedHeight / 2, x + turnedWidth / 2, y + turnedHeight / 2};
            width = turnedWidth;
            height = turnedHeight;
        }
        return new double[] {
            box[0] - MARGIN * width, box[1] - MARGIN * height, box[2] + MARGIN * width, box[3] + MARGIN * height
        };
    }

    private static double[] last4(double[] points) {
        int n = points.length;
        return n < 4
                ? new double[4]
                : new double[] {points[n - 4], points[n - 3], points[n - 2] + 1, points[n - 1] + 1};
    }

    private static double[] ellipse(double[] points) {
        return points.length < 4
                ? new double[4]
                : new double[] {
                    2 * points[0] - points[2],
                    Math.min(points[3], 2 * points[1] - points[3]),
                    points[2],
                    Math.max(points[3], 2 * points[1] - points[3])
                };
    }

    private static double[] extremes(double[] points) {
        if (points.length < 2) {
            return new double[4];
        }
        double[] box = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i + 1 < points.length; i += 2) {
            box[0] = Math.min(box[0], points[i]);
            box[1] = Math.min(box[1], points[i + 1]);
            box[2] = Math.max(box[2], points[i]);
            box[3] = Math.max(box[3], points[i + 1]);
        }
        return box;
    }
}
