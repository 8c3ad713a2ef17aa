package io.ocellus.annotation.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The outline between two outlines that may differ in their number of points. Both are measured by their length from the first point; each
 * point of the left one goes to the point of the right one at the nearest share of its length, and points of the right one that nobody
 * chose are reached from the left point nearest to them. Where a run of left points would land closer together than half their mean
 * distance, the surplus is dropped. It gives what CVAT gives, point for point.
 */
final class OutlineMorph {
    private final double[] left;
    private final double[] right;
    private final int leftCount;

    private OutlineMorph(double[] left, double[] right) {
        this.left = left;
        this.right = right;
        this.leftCount = left.length / 2;
    }

    /** @param offset 0 is all left, 1 all right */
    static double[] between(double[] left, double[] right, double offset, boolean closed) {
        if (!closed) {
            return new OutlineMorph(left, right).at(offset);
        }
        double[] whole = new OutlineMorph(close(left), close(right)).at(offset);
        return Arrays.copyOf(whole, Math.max(0, whole.length - 2));
    }

    private static double[] close(double[] points) {
        double[] closed = Arrays.copyOf(points, points.length + 2);
        closed[points.length] = points[0];
        closed[points.length + 1] = points[1];
        return closed;
    }

    private double[] at(double offset) {
        int[][] matches = match();
        List<double[]> moved = new ArrayList<>();
        int[] firstMoved = new int[leftCount];
        for (int i = 0; i < leftCount; i++) {
            firstMoved[i] = moved.size();
            for (int j : matches[i]) {
                moved.add(new double[] {
                    left[2 * i] + (right[2 * j] - left[2 * i]) * offset,
                    left[2 * i + 1] + (right[2 * j + 1] - left[2 * i + 1]) * offset
                });
            }
        }
        List<double[]> kept = reduce(matches, moved, firstMoved);
        double[] flat = new double[2 * kept.size()];
        for (int i = 0; i < kept.size(); i++) {
            flat[2 * i] = kept.get(i)[0];
            flat[2 * i + 1] = kept.get(i)[1];
        }
        return flat;
    }

    private int[][] match() {
        double[] leftShares = shares(left);
        double[] rightShares = shares(right);
        List<List<Integer>> matches = new ArrayList<>(leftCount);
        boolean[] chosen = new boolean[rightShares.length];
        for (double share : leftShares) {
            int nearest = nearest(share, rightShares);
            chosen[nearest] = true;
            matches.add(new ArrayList<>(List.of(nearest)));
        }
        for (int j = 0; j < rightShares.length; j++) {
            if (!chosen[j]) {
                matches.get(nearest(rightShares[j], leftShares)).add(j);
            }
        }
        return matches.stream()
                .map(m -> m.stream().mapToInt(Integer::intValue).sorted().toArray())
                .toArray(int[][]::new);
    }

    private static double[] shares(double[] points) {
        double[] shares = new double[points.length / 2];
        for (int i = 1; i < shares.length; i++) {
            shares[i] = shares[i - 1]
                    + Math.hypot(points[2 * i] - points[2 * i - 2], points[2 * i + 1] - points[2 * i - 1]);
        }
        double length = shares[shares.length - 1];
        for (int i = 1; i < shares.length && length > 0; i++) {
            shares[i] /= length;
        }
        return shares;
    }

    private static int nearest(double share, double[] shares) {
        int found = 0;
        for (int i = 1; i < shares.length; i++) {
            if (Math.abs(share - shares[i]) < Math.abs(share - shares[found])) {
                found = i;
            }
        }
        return found;
    }

    private List<double[]> reduce(int[][] matches, List<double[]> moved, int[] firstMoved) {
        List<double[]> kept = new ArrayList<>(moved.size());
        int open = -1;
        for (int i = 0; i < leftCount; i++) {
            if (matches[i].length > 1) {
                if (open >= 0) {
                    leftRun(open, i - 1, moved, firstMoved, kept);
                    open = -1;
                }
                int first = matches[i][0];
                int last = matches[i][matches[i].length - 1];
                double base = length(right, first, last);
                thin(base, last - first + 1, firstMoved[i], firstMoved[i] + matches[i].length - 1, moved, kept);
            } else if (open < 0) {
                open = i;
            } else if (matches[i][0] != matches[open][0]) {
                leftRun(open, i - 1, moved, firstMoved, kept);
                open = i;
            }
        }
        if (open >= 0) {
            leftRun(open, leftCount - 1, moved, firstMoved, kept);
        }
        return kept;
    }

    private void leftRun(int first, int last, List<double[]> moved, int[] firstMoved, List<double[]> kept) {
        if (first == last) {
            kept.add(moved.get(firstMoved[first]));
        } else {
            double base = length(left, first, last);
            thin(base, last - first + 1, firstMoved[first], firstMoved[last], moved, kept);
        }
    }

    private static void thin(double base, int count, int first, int last, List<double[]> moved, List<double[]> kept) {
        double threshold = base / (2.0 * count);
        List<double[]> thinned = new ArrayList<>();
        thinned.add(moved.get(first));
        int latest = first;
        for (int i = first + 1; i < last; i++) {
            if (distance(moved.get(latest), moved.get(i)) >= threshold) {
                thinned.add(moved.get(i));
                latest = i;
            }
        }
        thinned.add(moved.get(last));
        if (thinned.size() == 2 && distance(moved.get(first), moved.get(last)) < threshold) {
            double[] a = moved.get(first);
            double[] b = moved.get(last);
            kept.add(new double[] {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2});
        } else {
            kept.addAll(thinned);
        }
    }

    private static double length(double[] points, int first, int last) {
        double length = 0;
        for (int i = first + 1; i <= last; i++) {
            length += Math.hypot(points[2 * i] - points[2 * i - 2], points[2 * i + 1] - points[2 * i - 1]);
        }
        return length;
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }
}
