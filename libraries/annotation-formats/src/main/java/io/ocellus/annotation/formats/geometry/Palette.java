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
}
