package io.ocellus.annotation.formats.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * Teh and Chin's dominant points of a closed chain: every point with a bend gets a region of support that grows while chord and deviation
 * grow, a curvature (the largest cosine within the region), and stays when no neighbour within half the region bends more.
 */
final class DominantPoints {
    private final List<int[]> points;
    private final int count;
    private final int[] support;
    private final float[] curvature;

    private DominantPoints(List<int[]> points) {
        this.points = points;
        this.count = points.size();
        this.support = new int[count];
        this.curvature = new float[count];
    }

    static List<int[]> of(List<int[]> points, int[] codes) {
        if (codes.length == 0) {
            return points;
        }
        DominantPoints finder = new DominantPoints(points);
        List<Integer> kept = finder.bends(codes);
        for (int i : kept) {
            finder.support[i] = finder.supportOf(i);
            finder.curvature[i] = finder.curvatureOf(i, finder.support[i]);
        }
        kept = finder.withoutWeaker(kept);
        kept = finder.withoutLonely(kept);
        List<int[]> corners = new ArrayList<>();
        kept.forEach(i -> corners.add(points.get(i)));
        return corners;
    }

    private List<Integer> bends(int[] codes) {
        List<Integer> bends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (codes[i] != codes[(i + count - 1) % count]) {
                bends.add(i);
            }
        }
        return bends;
    }

    private int[] at(int index) {
        return points.get(Math.floorMod(index, count));
    }

    private int supportOf(int i) {
        int[] p = at(i);
        long length = 0;
        long deviation = 0;
        for (int k = 1; ; k++) {
            int[] a = at(i - k);
            int[] b = at(i + k);
            long dx = (long) b[0] - a[0];
            long dy = (long) b[1] - a[1];
            long chord = dx * dx + dy * dy;
            long off = (p[0] - a[0]) * dy - (p[1] - a[1]) * dx;
            float change = (float) ((double) deviation * chord - (double) off * length);
            boolean shrinks = (deviation > 0 && !(change > 0)) || (deviation < 0 && !(change < 0));
            if ((k > 1 && (length >= chord || shrinks)) || k > count) {
                return k - 1;
            }
            deviation = off;
            length = chord;
        }
    }

    private float curvatureOf(int i, int k) {
        int[] p = at(i);
        float best = 0;
        for (int j = k; j > 0; j--) {
            int[] a = at(i - j);
            int[] b = at(i + j);
            double ax = a[0] - p[0];
            double ay = a[1] - p[1];
            double bx = b[0] - p[0];
            double by = b[1] - p[1];
            if ((ax == 0 && ay == 0) || (bx == 0 && by == 0)) {
                break;
            }
            float cosine = (float)
                    ((float) ((ax * bx + ay * by) / Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by))) + 1.1);
            if (j < k && cosine <= best) {
                break;
            }
            best = cosine;
        }
        return best;
    }

    private float curvatureAt(int index) {
        return curvature[Math.floorMod(index, count)];
    }

    private List<Integer> withoutWeaker(List<Integer> kept) {
        List<Integer> left = new ArrayList<>();
        for (int i : kept) {
            boolean stays = true;
            for (int j = 1; j <= support[i] >> 1 && stays; j++) {
                stays = curvatureAt(i - j) <= curvature[i] && curvatureAt(i + j) <= curvature[i];
            }
            if (stays) {
                left.add(i);
            } else {
                curvature[i] = 0;
            }
        }
        return left;
    }

    private List<Integer> withoutLonely(List<Integer> kept) {
        List<Integer> left = new ArrayList<>();
        for (int i : kept) {
            if (support[i] == 1 && (curvature[i] <= curvatureAt(i - 1) || curvature[i] <= curvatureAt(i + 1))) {
                curvature[i] = 0;
            } else {
                left.add(i);
            }
        }
        return left;
    }
}
