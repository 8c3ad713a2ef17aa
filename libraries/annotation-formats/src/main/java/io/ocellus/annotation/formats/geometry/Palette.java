package io.ocellus.annotation.formats.geometry;

/** PASCAL VOC's colours: the bits of the number, spread over red, green and blue from the top. */
public final class Palette {
    private Palette() {}

    /** 0xRRGGBB. */
    public static int color(int number) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int rest = number;
        for (int bit = 7; bit >= 0 && rest != 0; bit--, rest >>= 3) {
            red |= (rest & 1) << bit;
            green |= (rest >> 1 & 1) << bit;
            blue |= (rest >> 2 & 1) << bit;
        }
        return red << 16 | green << 8 | blue;
    }

    /** The number of a colour: the reverse of {@link #color}. */
    public static int number(int rgb) {
        int number = 0;
        for (int bit = 0; bit < 8; bit++) {
            int part = (rgb >> (16 + bit) & 1) | (rgb >> (8 + bit) & 1) << 1 | (rgb >> bit & 1) << 2;
            number |= part << (3 * (7 - bit));
        }
        return number;
    }
}
