package io.ocellus.annotation.formats.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * Outlines of a mask as polygons: outer borders followed in Suzuki's way, their corners chosen by Teh and Chin ("On the detection of dominant
 * points on digital curves", 1989) with the k-cosine curvature. Holes are left out. Costs the length of the borders (and k per point).
 */
public final class MaskOutline {
    /** Chain codes 0-7, counter-clockwise on the screen from the right. */
    private static final int[] DX = {1, 1, 0, -1, -1, -1, 0, 1};

    private static final int[] DY = {0, -1, -1, -1, 0, 1, 1, 1};

    private MaskOutline() {}

    /** Closed polygons (the first corner once more at the end) that cover at least a pixel. */
    public static List<double[]> polygons(Bitmap mask) {
        List<double[]> found = new ArrayList<>();
        PolygonArea area = new PolygonArea();
        for (Border border : Border.outer(mask)) {
            List<int[]> corners = DominantPoints.of(border.points(), border.codes());
            if (corners.size() <= 2) {
                continue;
            }
            int[] first = corners.getFirst();
            int[] last = corners.getLast();
            boolean closed = first[0] == last[0] && first[1] == last[1];
            double[] polygon = new double[2 * (corners.size() + (closed ? 0 : 1))];
            for (int i = 0; i < polygon.length / 2; i++) {
                int[] corner = corners.get(i % corners.size());
                polygon[2 * i] = Math.max(0, corner[0]);
                polygon[2 * i + 1] = Math.max(0, corner[1]);
            }
            if (area.of(polygon, mask.left() + mask.width() + 1, mask.top() + mask.height() + 1) >= 1) {
                found.add(polygon);
            }
        }
        return found;
    }

    /** A closed border: its pixels in order and the step from each to the next. */
    record Border(List<int[]> points, int[] codes) {
        static List<Border> outer(Bitmap mask) {
            List<Border> borders = new ArrayList<>();
            Bitmap seen = Bitmap.empty(mask.left(), mask.top(), mask.width(), mask.height());
            for (int y = mask.top(); y < mask.top() + mask.height(); y++) {
                for (int x = mask.left(); x < mask.left() + mask.width(); x++) {
                    if (mask.get(x, y) && !seen.get(x, y)) {
                        if (!mask.get(x - 1, y)) {
                            borders.add(follow(mask, x, y));
                        }
                        flood(mask, seen, x, y);
                    }
                }
            }
            // the last found comes first, as in OpenCV
            return borders.reversed();
        }

        /** Marks the whole component of 8 neighbours, so that its holes start no outline of their own. */
        private static void flood(Bitmap mask, Bitmap seen, int startX, int startY) {
            java.util.ArrayDeque<int[]> open = new java.util.ArrayDeque<>();
            open.push(new int[] {startX, startY});
            seen.set(startX, startY);
            while (!open.isEmpty()) {
                int[] at = open.pop();
                for (int code = 0; code < 8; code++) {
                    int x = at[0] + DX[code];
                    int y = at[1] + DY[code];
                    if (mask.get(x, y) && !seen.get(x, y)) {
                        seen.set(x, y);
                        open.push(new int[] {x, y});
                    }
                }
            }
        }

        private static Border follow(Bitmap mask, int x0, int y0) {
            int code = 4;
            do {
                code = code - 1 & 7;
            } while (code != 4 && !mask.get(x0 + DX[code], y0 + DY[code]));
            List<int[]> points = new ArrayList<>();
            List<Integer> codes = new ArrayList<>();
            if (code == 4 && !mask.get(x0 - 1, y0)) {
                points.add(new int[] {x0, y0});
                return new Border(points, new int[0]);
            }
            int x1 = x0 + DX[code];
            int y1 = y0 + DY[code];
            int x = x0;
            int y = y0;
            while (true) {
                do {
                    code = code + 1 & 7;
                } while (!mask.get(x + DX[code], y + DY[code]));
                points.add(new int[] {x, y});
                codes.add(code);
                int nextX = x + DX[code];
                int nextY = y + DY[code];
                if (nextX == x0 && nextY == y0 && x == x1 && y == y1) {
                    return new Border(
                            points, codes.stream().mapToInt(Integer::intValue).toArray());
                }
                x = nextX;
                y = nextY;
                code = code + 4 & 7;
            }
        }
    }
}
