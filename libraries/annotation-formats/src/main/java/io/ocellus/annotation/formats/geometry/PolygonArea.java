package io.ocellus.annotation.formats.geometry;

import java.util.Arrays;

/**
 * The number of pixels a polygon covers in a picture, by the rule of COCO's mask tools: the outline is drawn on a grid five times as fine,
 * its crossings with the columns of pixels are kept, and between an odd and an even crossing of a column lies the inside. Costs the length of
 * the outline. Not thread-safe: it keeps its scratch buffers.
 */
public final class PolygonArea {
    private static final int FINE = 5;
    /** Beyond this outline length (in fine steps) the area is that of the corners' formula. */
    private static final long MOST_STEPS = 20_000_000;

    private int[] us = new int[1024];
    private int[] vs = new int[1024];
    private long[] crossings = new long[256];

    /** @param points x and y alternating */
    public double of(double[] points, int width, int height) {
        int corners = points.length / 2;
        if (corners == 0 || width <= 0 || height <= 0) {
            return 0;
        }
        if (length(points, corners) > MOST_STEPS) {
            return byCorners(points);
        }
        int steps = outline(points, corners);
        int count = crossingsOf(steps, width, height);
        Arrays.sort(crossings, 0, count);
        long area = 0;
        for (int i = 0; i < count; i += 2) {
            area += (i + 1 < count ? crossings[i + 1] : (long) width * height) - crossings[i];
        }
        return area;
    }

    /** Sets the pixels that {@link #of} counts; the target begins at 0, 0 and is the picture. */
    public void paint(double[] points, Bitmap target) {
        int corners = points.length / 2;
        if (corners == 0 || target.width() == 0 || target.height() == 0 || length(points, corners) > MOST_STEPS) {
            return;
        }
        int count = crossingsOf(outline(points, corners), target.width(), target.height());
        Arrays.sort(crossings, 0, count);
        for (int i = 0; i < count; i += 2) {
            long stop = i + 1 < count ? crossings[i + 1] : (long) target.width() * target.height();
            for (long at = crossings[i]; at < stop; at++) {
                target.set((int) (at / target.height()), (int) (at % target.height()));
            }
        }
    }

    /** Gauss's formula. */
    public static double byCorners(double[] points) {
        double twice = 0;
        int n = points.length - points.length % 2;
        for (int i = 0; i < n; i += 2) {
            int j = (i + 2) % n;
            twice += points[i] * points[j + 1] - points[j] * points[i + 1];
        }
        return Math.abs(twice) / 2;
    }

    private static int fine(double coordinate) {
        return (int) (FINE * coordinate + .5);
    }

    private static long length(double[] points, int corners) {
        long steps = 0;
        for (int i = 0; i < corners; i++) {
            int j = (i + 1) % corners;
            long dx = Math.abs((long) fine(points[2 * i]) - fine(points[2 * j]));
            long dy = Math.abs((long) fine(points[2 * i + 1]) - fine(points[2 * j + 1]));
            steps += Math.max(dx, dy) + 1;
        }
        return steps;
    }

    private int outline(double[] points, int corners) {
        int needed = (int) length(points, corners);
        if (us.length < needed) {
            us = new int[needed + needed / 2];
            vs = new int[us.length];
        }
        int m = 0;
        for (int i = 0; i < corners; i++) {
            int j = (i + 1) % corners;
            m = edge(fine(points[2 * i]), fine(points[2 * i + 1]), fine(points[2 * j]), fine(points[2 * j + 1]), m);
        }
        return m;
    }

    /** Every edge is drawn from its smaller end, so that both directions give the same cells, and stored in its own direction. */
    private int edge(int x0, int y0, int x1, int y1, int start) {
        int dx = Math.abs(x1 - x0);
        int dy = Math.abs(y1 - y0);
        boolean flat = dx >= dy;
        boolean flip = flat ? x0 > x1 : y0 > y1;
        int xs = flip ? x1 : x0;
        int ys = flip ? y1 : y0;
        int xe = flip ? x0 : x1;
        int ye = flip ? y0 : y1;
        int steps = flat ? dx : dy;
        double slope = flat ? (double) (ye - ys) / dx : (double) (xe - xs) / dy;
        int m = start;
        for (int d = 0; d <= steps; d++) {
            int t = flip ? steps - d : d;
            us[m] = flat ? t + xs : (int) (xs + slope * t + .5);
            vs[m] = flat ? (steps == 0 ? ys : (int) (ys + slope * t + .5)) : t + ys;
            m++;
        }
        return m;
    }

    private int crossingsOf(int steps, int width, int height) {
        int count = 0;
        for (int j = 1; j < steps; j++) {
            if (us[j] == us[j - 1]) {
                continue;
            }
            double x = (us[j] < us[j - 1] ? us[j] : us[j] - 1);
            x = (x + .5) / FINE - .5;
            if (Math.floor(x) != x || x < 0 || x > width - 1) {
                continue;
            }
            double y = Math.min(vs[j], vs[j - 1]);
            y = Math.ceil(Math.clamp((y + .5) / FINE - .5, 0, height));
            if (count == crossings.length) {
                crossings = Arrays.copyOf(crossings, count * 2);
            }
            crossings[count++] = ((long) x) * height + ((long) y);
        }
        return count;
    }
}
