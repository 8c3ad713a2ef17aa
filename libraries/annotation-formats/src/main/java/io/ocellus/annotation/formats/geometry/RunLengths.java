package io.ocellus.annotation.formats.geometry;

import io.ocellus.annotation.model.Failure;
import java.util.Arrays;

/**
 * Binary masks as run lengths that begin with a run of zeros: COCO's (columns of the whole picture, as a list or as compressed text) and
 * CVAT's (rows of the mask's box, then left, top, right, bottom). Conversions cost time and memory of the box, not of the picture.
 */
public final class RunLengths {
    private RunLengths() {}

    /** COCO's counts of a picture of {@code width} × {@code height}; parts of the mask outside it are cut off. */
    public static int[] cocoCounts(Bitmap mask, int width, int height) {
        Counts counts = new Counts();
        long written = 0;
        for (int x = Math.max(0, mask.left()); x < Math.min(width, mask.left() + mask.width()); x++) {
            for (int y = Math.max(0, mask.top()); y < Math.min(height, mask.top() + mask.height()); y++) {
                if (mask.get(x, y)) {
                    long at = (long) x * height + y;
                    counts.add(false, at - written);
                    counts.add(true, 1);
                    written = at + 1;
                }
            }
        }
        counts.add(false, (long) width * height - written);
        return counts.done();
    }

    /** CVAT's points: the runs of the tight box, then its corners. Empty when the mask is. */
    public static double[] cvatPoints(Bitmap mask) {
        Bitmap tight = mask.tight();
        if (tight.width() == 0) {
            return new double[0];
        }
        Counts counts = new Counts();
        for (int y = tight.top(); y < tight.top() + tight.height(); y++) {
            for (int x = tight.left(); x < tight.left() + tight.width(); x++) {
                counts.add(tight.get(x, y), 1);
            }
        }
        int[] runs = counts.done();
        double[] points = new double[runs.length + 4];
        for (int i = 0; i < runs.length; i++) {
            points[i] = runs[i];
        }
        points[runs.length] = tight.left();
        points[runs.length + 1] = tight.top();
        points[runs.length + 2] = tight.left() + tight.width() - 1;
        points[runs.length + 3] = tight.top() + tight.height() - 1;
        return points;
    }

    /** The mask of CVAT's points. */
    public static Bitmap ofCvat(double[] points) {
        int runs = points.length - 4;
        if (runs < 0) {
            throw new Failure.Invalid(
                    "A mask needs at least left, top, right and bottom, it has " + points.length + " numbers");
        }
        int left = (int) points[runs];
        int top = (int) points[runs + 1];
        int width = (int) points[runs + 2] - left + 1;
        int height = (int) points[runs + 3] - top + 1;
        Bitmap mask = Bitmap.empty(left, top, width, height);
        long at = 0;
        long end = (long) width * height;
        for (int i = 0; i < runs; i++) {
            long stop = Math.min(end, at + (long) points[i]);
            if (i % 2 == 1) {
                for (long p = at; p < stop; p++) {
                    mask.set(left + (int) (p % width), top + (int) (p / width));
                }
            }
            at = stop;
        }
        return mask;
    }

    /** The mask of COCO's counts; memory of its tight box. Counts that do not fill the picture exactly are refused. */
    public static Bitmap ofCoco(int[] counts, int width, int height) {
        long total = 0;
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = -1;
        int bottom = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0) {
                throw new Failure.Invalid("A run length is negative: " + counts[i]);
            }
            if (i % 2 == 1 && counts[i] > 0) {
                long last = total + counts[i] - 1;
                int firstColumn = (int) (total / height);
                int lastColumn = (int) (last / height);
                left = Math.min(left, firstColumn);
                right = Math.max(right, lastColumn);
                top = firstColumn == lastColumn ? Math.min(top, (int) (total % height)) : 0;
                bottom = firstColumn == lastColumn ? Math.max(bottom, (int) (last % height)) : height - 1;
            }
            total += counts[i];
        }
        if (total != (long) width * height) {
            throw new Failure.Invalid("Run lengths add up to " + total + ", the picture of " + width + "x" + height
                    + " has " + (long) width * height + " pixels");
        }
        if (right < 0) {
            return Bitmap.empty(0, 0, 0, 0);
        }
        Bitmap mask = Bitmap.empty(left, top, right - left + 1, bottom - top + 1);
        long at = 0;
        for (int i = 0; i < counts.length; i++) {
            if (i % 2 == 1) {
                for (long p = at; p < at + counts[i]; p++) {
                    mask.set((int) (p / height), (int) (p % height));
                }
            }
            at += counts[i];
        }
        return mask;
    }

    /** COCO's compressed text: numbers of 5 bits a character, from the third on as differences to the one before the last. */
    public static int[] ofCompressed(String text) {
        Counts counts = new Counts();
        int at = 0;
        while (at < text.length()) {
            long value = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                int c = at < text.length() ? text.charAt(at) - 48 : -1;
                if (c < 0 || c > 63 || shift > 40) {
                    throw new Failure.Invalid("Compressed run lengths are broken at character " + at);
                }
                value |= (long) (c & 31) << shift;
                shift += 5;
                more = (c & 32) != 0;
                at++;
                if (!more && (c & 16) != 0) {
                    value |= -1L << shift;
                }
            }
            if (counts.size() > 2) {
                value += counts.get(counts.size() - 2);
            }
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw new Failure.Invalid("Compressed run lengths hold the impossible length " + value);
            }
            counts.append((int) value);
        }
        return counts.done();
    }

    /** Grows a list of alternating runs. */
    private static final class Counts {
        private int[] runs = new int[16];
        private int size;

        void add(boolean value, long length) {
            if (length == 0) {
                return;
            }
            boolean current = size % 2 == 0;
            if (size == 0 && value) {
                append(0);
            } else if (size > 0 && current == value) {
                runs[size - 1] += (int) length;
                return;
            }
            append((int) length);
        }

        void append(int length) {
            if (size == runs.length) {
                runs = Arrays.copyOf(runs, size * 2);
            }
            runs[size++] = length;
        }

        int size() {
            return size;
        }

        int get(int index) {
            return runs[index];
        }

        int[] done() {
            return Arrays.copyOf(runs, size);
        }
    }
}
