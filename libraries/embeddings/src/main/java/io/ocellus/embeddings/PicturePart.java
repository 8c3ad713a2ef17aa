package io.ocellus.embeddings;

import io.ocellus.media.RgbPicture;

/**
 * A rectangle of a picture, in pixels; the whole picture or one object in it. Clipped to the picture and at least one pixel large.
 *
 * @param right exclusive
 * @param bottom exclusive
 */
public record PicturePart(RgbPicture picture, int left, int top, int right, int bottom) {
    public PicturePart {
        left = clamp(left, 0, picture.width() - 1);
        top = clamp(top, 0, picture.height() - 1);
        right = clamp(right, left + 1, picture.width());
        bottom = clamp(bottom, top + 1, picture.height());
    }

    public static PicturePart whole(RgbPicture picture) {
        return new PicturePart(picture, 0, 0, picture.width(), picture.height());
    }

    /**
     * Scales to {@code side × side} by averaging what each target pixel covers (bilinear where it is enlarged), and normalizes.
     *
     * @param out receives red, green and blue: planes behind one another, or interleaved
     */
    void writeTo(float[] out, int offset, int side, boolean planes, float[] mean, float[] deviation) {
        byte[] rgb = picture.rgb();
        int stride = picture.width() * 3;
        double stepX = (right - left) / (double) side;
        double stepY = (bottom - top) / (double) side;
        for (int y = 0; y < side; y++) {
            Span rows = Span.of(top, bottom, stepY, y);
            for (int x = 0; x < side; x++) {
                Span columns = Span.of(left, right, stepX, x);
                double red = 0;
                double green = 0;
                double blue = 0;
                double total = 0;
                for (int row = rows.first; row <= rows.last; row++) {
                    double weightY = rows.weight(row);
                    for (int column = columns.first; column <= columns.last; column++) {
                        double weight = weightY * columns.weight(column);
                        int at = row * stride + column * 3;
                        red += weight * (rgb[at] & 0xff);
                        green += weight * (rgb[at + 1] & 0xff);
                        blue += weight * (rgb[at + 2] & 0xff);
                        total += weight;
                    }
                }
                int pixel = y * side + x;
                put(out, offset, side, planes, pixel, 0, red / total, mean, deviation);
                put(out, offset, side, planes, pixel, 1, green / total, mean, deviation);
                put(out, offset, side, planes, pixel, 2, blue / total, mean, deviation);
            }
        }
    }

    private static void put(
            float[] out,
            int offset,
            int side,
            boolean planes,
            int pixel,
            int channel,
            double value,
            float[] mean,
            float[] deviation) {
        int at = planes ? channel * side * side + pixel : pixel * 3 + channel;
        out[offset + at] = (float) (value / 255 - mean[channel]) / deviation[channel];
    }

    /** The source pixels that one target pixel takes from, along one axis, and how much of each. */
    private record Span(int first, int last, double begin, double end, double centre, boolean enlarged) {
        static Span of(int low, int high, double step, int index) {
            double begin = low + index * step;
            double end = begin + step;
            if (step >= 1) {
                int last = Math.min(high - 1, (int) Math.ceil(end) - 1);
                return new Span(Math.min((int) begin, last), last, begin, end, 0, false);
            }
            double centre = begin + step / 2 - 0.5;
            int first = clamp((int) Math.floor(centre), low, high - 1);
            return new Span(first, Math.min(first + 1, high - 1), begin, end, centre, true);
        }

        double weight(int pixel) {
            return enlarged
                    ? Math.max(1e-6, 1 - Math.abs(pixel - centre))
                    : Math.max(1e-6, Math.min(end, pixel + 1.0) - Math.max(begin, pixel));
        }
    }

    private static int clamp(int value, int low, int high) {
        return Math.max(low, Math.min(high, value));
    }
}
