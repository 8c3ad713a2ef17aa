package io.ocellus.annotation.formats.geometry;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** PNG pictures of at most 256 colours, those of {@link Palette}. Memory: the picture. */
public final class PalettePng {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private PalettePng() {}

    /** @param pixels numbers of colours, row by row */
    public static void write(byte[] pixels, int width, int height, OutputStream out) throws IOException {
        out.write(SIGNATURE);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(head);
        data.writeInt(width);
        data.writeInt(height);
        data.write(new byte[] {8, 3, 0, 0, 0});
        chunk(out, "IHDR", head.toByteArray());
        byte[] palette = new byte[3 * 256];
        for (int i = 0; i < 256; i++) {
            int color = Palette.color(i);
            palette[3 * i] = (byte) (color >> 16);
            palette[3 * i + 1] = (byte) (color >> 8);
            palette[3 * i + 2] = (byte) color;
        }
        chunk(out, "PLTE", palette);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            for (int y = 0; y < height; y++) {
                deflater.write(0);
                deflater.write(pixels, y * width, width);
            }
        }
        chunk(out, "IDAT", packed.toByteArray());
        chunk(out, "IEND", new byte[0]);
    }

    private static void chunk(OutputStream out, String type, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        sum.update(name);
        sum.update(content);
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(content.length);
        data.write(name);
        data.write(content);
        data.writeInt((int) sum.getValue());
    }
}
