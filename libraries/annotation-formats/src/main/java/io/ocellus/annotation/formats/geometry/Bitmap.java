package io.ocellus.annotation.formats.geometry;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.MaskLimits;

/** A binary mask of a box in a picture, a bit a pixel. Not thread-safe. */
public final class Bitmap {
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    private final long[] bits;

    private Bitmap(int left, int top, int width, int height, long[] bits) {
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.bits = bits;
    }

    public static Bitmap empty(int left, int top, int width, int height) {
        if (width < 0 || height < 0 || (long) width * height > MaskLimits.MOST_PIXELS) {
            throw new Failure.Invalid("A mask of " + width + "x" + height + " pixels is refused: at most "
                    + MaskLimits.MOST_PIXELS + " are taken");
        }
        return new Bitmap(left, top, width, height, new long[(int) (((long) width * height + 63) / 64)]);
    }

    public int left() {
        return left;
    }

    public int top() {
        return top;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Whether the pixel of the picture is set; outside the box none is. */
    public boolean get(int x, int y) {
        int column = x - left;
        int row = y - top;
        if (column < 0 || row < 0 || column >= width || row >= height) {
            return false;
        }
        long at = (long) row * width + column;
        return (bits[(int) (at >>> 6)] >>> (at & 63) & 1) != 0;
    }

    /** Sets a pixel of the picture; outside the box nothing happens. */
    public void set(int x, int y) {
        int column = x - left;
        int row = y - top;
        if (column >= 0 && row >= 0 && column < width && row < height) {
            long at = (long) row * width + column;
            bits[(int) (at >>> 6)] |= 1L << (at & 63);
        }
    }

    public long area() {
        long area = 0;
        for (long word : bits) {
            area += Long.bitCount(word);
        }
        return area;
    }

    /** The part of the box between {@code (0, 0)} and the size of a picture. */
    public Bitmap within(int pictureWidth, int pictureHeight) {
        if (left >= 0 && top >= 0 && left + width <= pictureWidth && top + height <= pictureHeight) {
            return this;
        }
        int x0 = Math.max(0, left);
        int y0 = Math.max(0, top);
        Bitmap cut = empty(
                x0,
                y0,
                Math.max(0, Math.min(pictureWidth, left + width) - x0),
                Math.max(0, Math.min(pictureHeight, top + height) - y0));
        cut.paint(this);
        return cut;
    }

    /** The same pixels in the smallest box; a box of no size when there are none. */
    public Bitmap tight() {
        int x0 = Integer.MAX_VALUE;
        int y0 = Integer.MAX_VALUE;
        int x1 = Integer.MIN_VALUE;
        int y1 = Integer.MIN_VALUE;
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                if (get(x, y)) {
                    x0 = Math.min(x0, x);
                    y0 = Math.min(y0, y);
                    x1 = Math.max(x1, x);
                    y1 = Math.max(y1, y);
                }
            }
        }
        if (x1 < x0) {
            return empty(0, 0, 0, 0);
        }
        if (x0 == left && y0 == top && x1 == left + width - 1 && y1 == top + height - 1) {
            return this;
        }
        Bitmap tight = empty(x0, y0, x1 - x0 + 1, y1 - y0 + 1);
        tight.paint(this);
        return tight;
    }

    private void paint(Bitmap other) {
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                if (other.get(x, y)) {
                    set(x, y);
                }
            }
        }
    }
}
