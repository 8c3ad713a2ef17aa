package io.ocellus.vector.storage.expressions;

import java.util.ArrayList;
import java.util.List;

/**
 * A LIKE pattern: {@code %} is any run, {@code _} one character, a backslash before either makes it literal. Pieces between the runs are
 * looked for from left to right, which needs no backtracking: O(length of text × longest piece).
 */
final class LikePattern {
    /** Stands for {@code _} within a piece; no code point has this value. */
    private static final int ANY = -1;

    private final List<int[]> pieces;
    private final boolean openStart;
    private final boolean openEnd;

    private LikePattern(List<int[]> pieces, boolean openStart, boolean openEnd) {
        this.pieces = pieces;
        this.openStart = openStart;
        this.openEnd = openEnd;
    }

    static LikePattern of(String pattern) {
        List<int[]> pieces = new ArrayList<>();
        List<Integer> piece = new ArrayList<>();
        boolean openStart = false;
        boolean openEnd = false;
        int[] points = pattern.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            openEnd = false;
            if (point == '%') {
                openStart |= pieces.isEmpty() && piece.isEmpty();
                openEnd = true;
                if (!piece.isEmpty()) {
                    pieces.add(array(piece));
                    piece.clear();
                }
            } else if (point == '\\' && i + 1 < points.length && (points[i + 1] == '%' || points[i + 1] == '_')) {
                piece.add(points[++i]);
            } else {
                piece.add(point == '_' ? ANY : point);
            }
        }
        if (!piece.isEmpty()) {
            pieces.add(array(piece));
        }
        return new LikePattern(pieces, openStart, openEnd);
    }

    private static int[] array(List<Integer> piece) {
        return piece.stream().mapToInt(Integer::intValue).toArray();
    }

    boolean matches(String text) {
        int[] points = text.codePoints().toArray();
        if (pieces.isEmpty()) {
            return openStart || openEnd || points.length == 0;
        }
        int from = 0;
        int piece = 0;
        int last = pieces.size() - 1;
        if (!openStart) {
            int[] first = pieces.getFirst();
            if (!fits(first, points, 0) || (last == 0 && !openEnd && points.length != first.length)) {
                return false;
            }
            from = first.length;
            piece = 1;
        }
        for (; piece <= last; piece++) {
            int[] wanted = pieces.get(piece);
            if (piece == last && !openEnd) {
                int tail = points.length - wanted.length;
                return tail >= from && fits(wanted, points, tail);
            }
            while (!fits(wanted, points, from)) {
                if (++from + wanted.length > points.length) {
                    return false;
                }
            }
            from += wanted.length;
        }
        return true;
    }

    private static boolean fits(int[] piece, int[] text, int at) {
        if (at + piece.length > text.length) {
            return false;
        }
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] != ANY && piece[i] != text[at + i]) {
                return false;
            }
        }
        return true;
    }
}
