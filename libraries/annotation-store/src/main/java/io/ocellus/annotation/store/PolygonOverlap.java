package io.ocellus.annotation.store;

import java.util.Arrays;

/**
 * Intersection over union of two polygons, exact for simple ones: the plane is cut at the height of every corner and crossing; between two
 * cuts no edges cross, so widths are linear and the width in the middle times the height is the area. Cost: the product of the corners.
 */
final class PolygonOverlap {
    private static final int MOST_CORNERS = 2_000;
    private final double[] a;
    private final double[] b;

    private PolygonOverlap(double[] a, double[] b) {
        this.a = a;
        this.b = b;
    }

    /** 0 also for polygons of more than 2,000 corners that differ: comparing those would take too long. */
    static double of(double[] a, double[] b) {
        if (Arrays.equals(a, b)) {
            return 1;
        }
        double areaA = area(a);
        double areaB = area(b);
        if (areaA == 0 || areaB == 0 || apart(a, b) || Math.max(a.length, b.length) > 2 * MOST_CORNERS) {
            return 0;
        }
        if (Math.min(areaA, areaB) < 0.5 * Math.max(areaA, areaB)) {
            return Math.min(areaA, areaB) / Math.max(areaA, areaB) * 0.5;
        }
        double both = new PolygonOverlap(a, b).intersection();
        return both / (areaA + areaB - both);
    }

    private static double area(double[] p) {
        double sum = 0;
        for (int i = 0; i < p.length; i += 2) {
            int j = (i + 2) % p.length;
            sum += p[i] * p[j + 1] - p[j] * p[i + 1];
        }
        return Math.abs(sum) / 2;
    }

    private static boolean apart(double[] a, double[] b) {
        for (int axis = 0; axis < 2; axis++) {
            if (extreme(a, axis, 1) < extreme(b, axis, -1) || extreme(b, axis, 1) < extreme(a, axis, -1)) {
                return true;
            }
        }
        return false;
    }

    private static double extreme(double[] p, int axis, int sign) {
        double found = p[axis];
        for (int i = axis; i < p.length; i += 2) {
            found = sign > 0 ? Math.max(found, p[i]) : Math.min(found, p[i]);
        }
        return found;
    }

    private double intersection() {
        double[] cuts = cuts();
        double area = 0;
        for (int i = 1; i < cuts.length; i++) {
            double height = cuts[i] - cuts[i - 1];
            if (height > 0) {
                double middle = cuts[i - 1] + height / 2;
                area += height * common(crossings(a, middle), crossings(b, middle));
            }
        }
        return area;
    }

    private double[] cuts() {
        double[] found = new double[(a.length + b.length) / 2];
        int n = 0;
        for (int i = 1; i < a.length; i += 2) {
            found[n++] = a[i];
        }
        for (int i = 1; i < b.length; i += 2) {
            found[n++] = b[i];
        }
        for (int i = 0; i < a.length; i += 2) {
            int k = (i + 2) % a.length;
            for (int j = 0; j < b.length; j += 2) {
                int l = (j + 2) % b.length;
                double y = crossing(a[i], a[i + 1], a[k], a[k + 1], b[j], b[j + 1], b[l], b[l + 1]);
                if (!Double.isNaN(y)) {
                    if (n == found.length) {
                        found = Arrays.copyOf(found, 2 * n);
                    }
                    found[n++] = y;
                }
            }
        }
        double[] sorted = Arrays.copyOf(found, n);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The height at which two edges cross; NaN when they do not. */
    private static double crossing(
            double x1, double y1, double x2, double y2, double x3, double y3, double x4, double y4) {
        double turn = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3);
        if (turn == 0) {
            return Double.NaN;
        }
        double t = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / turn;
        double u = ((x3 - x1) * (y2 - y1) - (y3 - y1) * (x2 - x1)) / turn;
        return t < 0 || t > 1 || u < 0 || u > 1 ? Double.NaN : y1 + t * (y2 - y1);
    }

    private static double[] crossings(double[] p, double y) {
        double[] found = new double[p.length / 2];
        int n = 0;
        for (int i = 0; i < p.length; i += 2) {
            int j = (i + 2) % p.length;
            if ((p[i + 1] <= y) != (p[j + 1] <= y)) {
                found[n++] = p[i] + (y - p[i + 1]) / (p[j + 1] - p[i + 1]) * (p[j] - p[i]);
            }
        }
        double[] sorted = Arrays.copyOf(found, n);
        Arrays.sort(sorted);
        return sorted;
    }

    private static double common(double[] a, double[] b) {
        double width = 0;
        int i = 0;
        int j = 0;
        while (i + 1 < a.length && j + 1 < b.length) {
            width += Math.max(0, Math.min(a[i + 1], b[j + 1]) - Math.max(a[i], b[j]));
            if (a[i + 1] < b[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return width;
    }
}
