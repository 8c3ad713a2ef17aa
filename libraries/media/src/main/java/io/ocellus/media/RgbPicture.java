package io.ocellus.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Decoded pixels, upright: red, green, blue, a byte each, row after row from the top left.
 *
 * @param rgb {@code width * height * 3} bytes, not to be changed by whoever gets it
 */
public record RgbPicture(int width, int height, byte[] rgb) {
    public RgbPicture {
        if (width < 1 || height < 1 || rgb.length != width * height * 3) {
            throw new IllegalArgumentException(width + "x" + height + " pixels do not have " + rgb.length + " bytes");
        }
    }

    /**
     * Decodes a picture file. Larger ones are scaled down, so that the cost in memory is bounded whatever the file says.
     *
     * @param name for messages only
     * @param longestSide of the result
     */
    public static RgbPicture decode(String name, byte[] file, int longestSide) throws IOException {
        PictureHeader header = PictureHeaders.read(name, new ByteArrayInputStream(file), file.length);
        try (Raster raster = PictureCodec.decode(file, header.mediaType())) {
            double scale = Math.min(1, (double) longestSide / Math.max(raster.width(), raster.height()));
            int width = Math.max(1, (int) Math.round(raster.width() * scale));
            int height = Math.max(1, (int) Math.round(raster.height() * scale));
            try (Raster rgb = raster.as(avutil.AV_PIX_FMT_RGB24, width, height)) {
                return upright(new RgbPicture(width, height, packed(rgb)), header.orientation());
            }
        }
    }

    private static byte[] packed(Raster rgb) {
        AVFrame frame = rgb.frame();
        int row = rgb.width() * 3;
        byte[] bytes = new byte[row * rgb.height()];
        for (int y = 0; y < rgb.height(); y++) {
            frame.data(0).position((long) y * frame.linesize(0)).get(bytes, y * row, row);
        }
        frame.data(0).position(0);
        return bytes;
    }

    /** Turned as EXIF's orientation says. */
    private static RgbPicture upright(RgbPicture picture, int orientation) {
        if (orientation <= 1 || orientation > 8) {
            return picture;
        }
        boolean swapped = orientation > 4;
        int width = swapped ? picture.height : picture.width;
        int height = swapped ? picture.width : picture.height;
        boolean mirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean flipped = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        byte[] turned = new byte[picture.rgb.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = swapped ? y : x;
                int fromY = swapped ? x : y;
                fromX = mirrored ? picture.width - 1 - fromX : fromX;
                fromY = flipped ? picture.height - 1 - fromY : fromY;
                System.arraycopy(picture.rgb, (fromY * picture.width + fromX) * 3, turned, (y * width + x) * 3, 3);
            }
        }
        return new RgbPicture(width, height, turned);
    }
}
