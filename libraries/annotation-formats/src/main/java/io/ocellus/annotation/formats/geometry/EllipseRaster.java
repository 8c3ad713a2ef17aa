package io.ocellus.annotation.formats.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * Pixels of a filled ellipse, equal to those of OpenCV's {@code ellipse} with whole centre, axes and angle (which is how the peers turn
 * ellipses into masks): a polygon with a corner every few degrees in 16.16 fixed point, its outline drawn, its rows filled between two edges.
 */
public final class EllipseRaster {
    private static final int SHIFT = 16;
    private static final long ONE = 1L << SHIFT;
    private static final long HALF = ONE >> 1;

    private final Bitmap target;
    private final int width;
    private final int height;

    private EllipseRaster(int width, int height, Bitmap target) {
        this.width = width;
        this.height = height;
        this.target = target;
    }

    /** @param points CVAT's: centre x and y, right x, top y */
    public static Bitmap of(double[] points, double rotation, int width, int height) {
        long cx = (long) Math.rint(points[0]);
        long cy = (long) Math.rint(points[1]);
        long rx = Math.abs((long) Math.rint(points[2] - points[0]));
        long ry = Math.abs((long) Math.rint(points[1] - points[3]));
        long reach = Math.max(rx, ry) + 2;
        int x0 = Math.clamp(cx - reach, 0, width);
        int y0 = Math.clamp(cy - reach, 0, height);
        int x1 = Math.clamp(cx + reach, 0, width);
        int y1 = Math.clamp(cy + reach, 0, height);
        Bitmap target = Bitmap.empty(x0, y0, x1 - x0, y1 - y0);
        if (target.width() > 0 && target.height() > 0) {
            new EllipseRaster(width, height, target).fill(corners(cx, cy, rx, ry, (int) Math.rint(rotation)));
        }
        return target;
    }

    private static double sine(int degrees) {
        return (float) Math.sin(Math.toRadians(degrees));
    }

    private static List<long[]> corners(long cx, long cy, long rx, long ry, int rotation) {
        int angle = Math.floorMod(rotation, 360);
        double cos = sine(450 - angle);
        double sin = sine(angle);
        long largest = Math.max(rx, ry);
        int step = largest < 3 ? 90 : largest < 10 ? 30 : largest < 15 ? 18 : 5;
        List<long[]> corners = new ArrayList<>();
        for (int at = 0; at < 360 + step; at += step) {
            int degrees = Math.min(at, 360);
            double x = rx * (double) ONE * sine(450 - degrees);
            double y = ry * (double) ONE * sine(degrees);
            long[] corner = {
                (long) Math.rint(cx * (double) ONE + x * cos - y * sin),
                (long) Math.rint(cy * (double) ONE + x * sin + y * cos)
            };
            if (corners.isEmpty() || corners.getLast()[0] != corner[0] || corners.getLast()[1] != corner[1]) {
                corners.add(corner);
            }
        }
        return corners;
    }

    private static int whole(long fixed) {
        return (int) ((fixed + HALF) >> SHIFT);
    }

    private void fill(List<long[]> v) {
        int n = v.size();
        int lowest = 0;
        for (int i = 0; i < n; i++) {
            line(v.get((i + n - 1) % n), v.get(i));
            if (v.get(i)[1] < v.get(lowest)[1]) {
                lowest = i;
            }
        }
        if (n < 3) {
            return;
        }
        int last = whole(v.stream().mapToLong(corner -> corner[1]).max().orElse(0));
        int y = whole(v.get(lowest)[1]);
        Side[] sides = {new Side(lowest, 1, y), new Side(lowest, n - 1, y)};
        int[] edges = {n};
        for (last = Math.min(last, height - 1); y <= last; y++) {
            for (Side side : sides) {
                if (y >= side.end) {
                    side.next(v, y, edges);
                }
            }
            if (edges[0] < 0) {
                return;
            }
            long left = Math.min(sides[0].x, sides[1].x);
            long right = Math.max(sides[0].x, sides[1].x);
            if (y >= 0) {
                for (int x = Math.max(0, whole(left)); x <= Math.min(width - 1, whole(right)); x++) {
                    target.set(x, y);
                }
            }
            sides[0].x += sides[0].slope;
            sides[1].x += sides[1].slope;
        }
    }

    /** One of the two chains of edges that go down from the topmost corner. */
    private static final class Side {
        private int index;
        private final int direction;
        private int end;
        private long x = -ONE;
        private long slope;

        Side(int index, int direction, int end) {
            this.index = index;
            this.direction = direction;
            this.end = end;
        }

        void next(List<long[]> v, int y, int[] edges) {
            int n = v.size();
            int from = index;
            int to = (from + direction) % n;
            while (edges[0]-- > 0) {
                int below = whole(v.get(to)[1]);
                if (below > y) {
                    long rows = (long) below - y;
                    end = below;
                    slope = ((v.get(to)[0] - v.get(from)[0]) * 2 + rows) / (2 * rows);
                    x = v.get(from)[0];
                    index = to;
                    return;
                }
                from = to;
                to = (to + direction) % n;
            }
        }
    }

    private void line(long[] from, long[] to) {
        long dx = to[0] - from[0];
        long dy = to[1] - from[1];
        boolean flat = Math.abs(dx) > Math.abs(dy);
        boolean swap = flat ? dx < 0 : dy < 0;
        long[] a = swap ? to : from;
        long[] b = swap ? from : to;
        target.set(whole(b[0]), whole(b[1]));
        long along = flat ? Math.abs(dx) : Math.abs(dy);
        long across = flat ? (swap ? -dy : dy) : (swap ? -dx : dx);
        long step = (across << SHIFT) / (along | 1);
        int count = (int) ((flat ? b[0] - a[0] : b[1] - a[1]) >> SHIFT);
        int at = (int) (((flat ? a[0] : a[1]) + HALF) >> SHIFT);
        long other = (flat ? a[1] : a[0]) + HALF;
        for (; count >= 0; count--, at++, other += step) {
            int beside = (int) (other >> SHIFT);
            target.set(flat ? at : beside, flat ? beside : at);
        }
    }
}
