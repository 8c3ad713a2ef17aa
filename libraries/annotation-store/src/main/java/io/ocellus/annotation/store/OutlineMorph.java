package io.ocellus.annotation.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The outline between two outlines that may differ in their number of corners. A corner's place is its share of the way along its outline,
 * by length. Every corner of either outline is paired with the corner of the other at the nearest place, and each pair gives a corner that
 * moves in a straight line from the one to the other.
 *
 * <p>Pairs that follow each other and have a corner in common make a bundle: a stretch of one outline that shrinks into, or grows out of,
 * that corner. In a bundle corners must keep half the mean distance that they have in the stretch, or the outline would be full of corners
 * on top of each other near its ends; a bundle that is narrower than that altogether is one corner. This gives what CVAT's clients show.
 *
 * <p>Used by one thread; O(n log n) in the number of corners.
 */
final class OutlineMorph {
    private final Curve from;
    private final Curve to;
    private final double share;
    private final List<double[]> corners = new ArrayList<>();

    /** A corner of the left outline and the corner of the right one that it goes to. */
    private record Pair(int left, int right) {}

    private OutlineMorph(Curve from, Curve to, double share) {
        this.from = from;
        this.to = to;
        this.share = share;
    }

    /** @param share of the way: 0 is all left, 1 all right */
    static double[] between(double[] left, double[] right, double share, boolean closed) {
        if (left.length < 2 || right.length < 2) {
            return left;
        }
        OutlineMorph morph = new OutlineMorph(new Curve(left, closed), new Curve(right, closed), share);
        morph.bundles(morph.pairs());
        // A closed outline was walked back to its first corner.
        int count = morph.corners.size() - (closed ? 1 : 0);
        double[] points = new double[2 * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(morph.corners.get(i), 0, points, 2 * i, 2);
        }
        return points;
    }

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>(from.size() + to.size());
        BitSet reached = new BitSet(to.size());
        for (int i = 0; i < from.size(); i++) {
            int j = to.nearest(from.place(i));
            pairs.add(new Pair(i, j));
            reached.set(j);
        }
        for (int j = reached.nextClearBit(0); j < to.size(); j = reached.nextClearBit(j + 1)) {
            pairs.add(new Pair(from.nearest(to.place(j)), j));
        }
        pairs.sort(Comparator.comparingInt(Pair::left).thenComparingInt(Pair::right));
        return pairs;
    }

    private void bundles(List<Pair> pairs) {
        int begin = 0;
        while (begin < pairs.size()) {
            int end = endOfFan(pairs, begin);
            if (end > begin + 1) {
                bundle(
                        pairs.subList(begin, end),
                        to.spacing(pairs.get(begin).right(), pairs.get(end - 1).right()));
            } else {
                // Corners of the left outline that close in on one of the right; one that opens a fan is not of them.
                while (end < pairs.size()
                        && pairs.get(end).right() == pairs.get(begin).right()
                        && endOfFan(pairs, end) == end + 1) {
                    end++;
                }
                bundle(
                        pairs.subList(begin, end),
                        from.spacing(pairs.get(begin).left(), pairs.get(end - 1).left()));
            }
            begin = end;
        }
    }

    /** The end of the pairs with the left corner of the one at {@code begin}. */
    private static int endOfFan(List<Pair> pairs, int begin) {
        int end = begin + 1;
        while (end < pairs.size() && pairs.get(end).left() == pairs.get(begin).left()) {
            end++;
        }
        return end;
    }

    private void bundle(List<Pair> bundle, double spacing) {
        double[] first = corner(bundle.getFirst());
        if (bundle.size() == 1) {
            corners.add(first);
            return;
        }
        double[] last = corner(bundle.getLast());
        double[] latest = first;
        List<double[]> kept = new ArrayList<>(List.of(first));
        for (Pair pair : bundle.subList(1, bundle.size() - 1)) {
            double[] corner = corner(pair);
            if (Curve.distance(latest, corner) >= spacing / 2) {
                kept.add(corner);
                latest = corner;
            }
        }
        if (kept.size() == 1 && Curve.distance(first, last) < spacing / 2) {
            corners.add(mix(first, last, 0.5));
        } else {
            corners.addAll(kept);
            corners.add(last);
        }
    }

    private double[] corner(Pair pair) {
        return mix(from.corner(pair.left()), to.corner(pair.right()), share);
    }

    private static double[] mix(double[] a, double[] b, double share) {
        return new double[] {a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share};
    }

    /** Corners in a row, each with its place: 0 at the first, 1 at the last. A closed one ends where it began. */
    private static final class Curve {
        private final double[][] corners;
        private final double[] places;
        private final double length;

        Curve(double[] points, boolean closed) {
            int count = points.length / 2;
            corners = new double[count + (closed ? 1 : 0)][];
            places = new double[corners.length];
            for (int i = 0; i < corners.length; i++) {
                int at = 2 * (i % count);
                corners[i] = new double[] {points[at], points[at + 1]};
                places[i] = i == 0 ? 0 : places[i - 1] + distance(corners[i - 1], corners[i]);
            }
            length = places[places.length - 1];
            if (length > 0) {
                Arrays.setAll(places, i -> places[i] / length);
            }
        }

        int size() {
            return corners.length;
        }

        double[] corner(int index) {
            return corners[index];
        }

        double place(int index) {
            return places[index];
        }

        /** Mean distance between the corners of a stretch, its last one counted as if it had a distance to the next too. */
        double spacing(int first, int last) {
            return (places[last] - places[first]) * length / (last - first + 1);
        }

        /** The first of the corners whose place is nearest. */
        int nearest(double place) {
            int above = firstFrom(place);
            if (above == places.length || (above > 0 && place - places[above - 1] <= places[above] - place)) {
                return firstFrom(places[above - 1]);
            }
            return above;
        }

        private int firstFrom(double place) {
            int low = 0;
            int high = places.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (places[middle] < place) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        static double distance(double[] a, double[] b) {
            return Math.hypot(a[0] - b[0], a[1] - b[1]);
        }
    }
}
