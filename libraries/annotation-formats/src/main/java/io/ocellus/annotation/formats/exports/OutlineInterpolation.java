package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.TrackedShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Between two outlines of different corners: each corner is matched with the one nearest along the other outline (both measured from 0 to 1),
 * every pair gives a point on its line, and pairs that fall too close together are thinned out.
 */
final class OutlineInterpolation {
    private final List<double[]> left;
    private final List<double[]> right;
    private final List<List<Integer>> matches = new ArrayList<>();
    private final List<double[]> moved = new ArrayList<>();
    private final List<double[]> kept = new ArrayList<>();

    private OutlineInterpolation(List<double[]> left, List<double[]> right) {
        this.left = left;
        this.right = right;
    }

    static double[] between(TrackedShape from, TrackedShape to, double offset) {
        boolean closed = from.type() == ShapeType.POLYGON;
        List<double[]> left = corners(from.points(), closed);
        List<double[]> right = corners(to.points(), closed);
        if (left.isEmpty() || right.isEmpty()) {
            return from.points();
        }
        OutlineInterpolation outlines = new OutlineInterpolation(left, right);
        outlines.match();
        outlines.move(offset);
        outlines.thin();
        int size = outlines.kept.size() - (closed ? 1 : 0);
        double[] points = new double[2 * size];
        for (int i = 0; i < size; i++) {
            points[2 * i] = outlines.kept.get(i)[0];
            points[2 * i + 1] = outlines.kept.get(i)[1];
        }
        return points;
    }

    private static List<double[]> corners(double[] points, boolean closed) {
        List<double[]> corners = new ArrayList<>();
        for (int i = 0; i + 1 < points.length; i += 2) {
            corners.add(new double[] {points[i], points[i + 1]});
        }
        if (closed && !corners.isEmpty()) {
            corners.add(corners.getFirst());
        }
        return corners;
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
    }

    private static double length(List<double[]> curve) {
        double length = 0;
        for (int i = 1; i < curve.size(); i++) {
            length += distance(curve.get(i - 1), curve.get(i));
        }
        return length;
    }

    /** How far along the curve each corner lies. */
    private static double[] along(List<double[]> curve) {
        double length = length(curve);
        double[] along = new double[curve.size()];
        double sum = 0;
        for (int i = 1; i < along.length; i++) {
            sum += distance(curve.get(i - 1), curve.get(i));
            along[i] = length == 0 ? 0 : sum / length;
        }
        return along;
    }

    private static int nearest(double value, double[] curve) {
        int best = 0;
        for (int i = 1; i < curve.length; i++) {
            if (Math.abs(value - curve[i]) < Math.abs(value - curve[best])) {
                best = i;
            }
        }
        return best;
    }

    private void match() {
        double[] leftAlong = along(left);
        double[] rightAlong = along(right);
        boolean[] used = new boolean[right.size()];
        for (double value : leftAlong) {
            int nearest = nearest(value, rightAlong);
            used[nearest] = true;
            matches.add(new ArrayList<>(List.of(nearest)));
        }
        for (int i = 0; i < used.length; i++) {
            if (!used[i]) {
                matches.get(nearest(rightAlong[i], leftAlong)).add(i);
            }
        }
        matches.forEach(Collections::sort);
    }

    private void move(double offset) {
        for (int i = 0; i < left.size(); i++) {
            double[] from = left.get(i);
            for (int j : matches.get(i)) {
                double[] to = right.get(j);
                moved.add(new double[] {from[0] + (to[0] - from[0]) * offset, from[1] + (to[1] - from[1]) * offset});
            }
        }
    }

    /** Runs of single matches are thinned by the length of the left outline, a corner with many matches by that of the right. */
    private void thin() {
        int[] firstMoved = new int[left.size() + 1];
        for (int i = 0; i < left.size(); i++) {
            firstMoved[i + 1] = firstMoved[i] + matches.get(i).size();
        }
        int opened = -1;
        for (int i = 0; i < left.size(); i++) {
            List<Integer> mine = matches.get(i);
            if (mine.size() > 1) {
                if (opened >= 0) {
                    thinLeft(opened, i - 1, firstMoved);
                    opened = -1;
                }
                thin(right.subList(mine.getFirst(), mine.getLast() + 1), firstMoved[i], firstMoved[i + 1] - 1);
            } else if (opened < 0) {
                opened = i;
            } else if (!mine.getFirst().equals(matches.get(opened).getFirst())) {
                thinLeft(opened, i - 1, firstMoved);
                opened = i;
            }
        }
        if (opened >= 0) {
            thinLeft(opened, left.size() - 1, firstMoved);
        }
    }

    private void thinLeft(int start, int stop, int[] firstMoved) {
        if (start == stop) {
            kept.add(moved.get(firstMoved[start]));
        } else {
            thin(left.subList(start, stop + 1), firstMoved[start], firstMoved[stop]);
        }
    }

    private void thin(List<double[]> base, int start, int stop) {
        double threshold = length(base) / (2 * base.size());
        List<double[]> run = new ArrayList<>();
        run.add(moved.get(start));
        for (int i = start + 1; i < stop; i++) {
            if (distance(run.getLast(), moved.get(i)) >= threshold) {
                run.add(moved.get(i));
            }
        }
        double[] last = moved.get(stop);
        if (run.size() == 1 && distance(run.getFirst(), last) < threshold) {
            double[] first = run.getFirst();
            kept.add(new double[] {(first[0] + last[0]) / 2, (first[1] + last[1]) / 2});
            return;
        }
        run.add(last);
        kept.addAll(run);
    }
}
