package io.ocellus.annotation.labels;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Chooses colors for labels that come without one: the same name gets the same color in every set where it is free, and no two labels of a
 * set share one. Hues a golden angle apart stay distinguishable longest.
 */
final class LabelColors {
    private static final double GOLDEN_ANGLE = 137.50776405003785;
    private static final double[][] TONES = {{0.62, 0.80}, {0.75, 0.60}, {0.45, 0.92}, {0.90, 0.75}};

    private LabelColors() {}

    /** A color such as {@code #6080c0} that is not in {@code used}. */
    static String choose(String name, Collection<String> used) {
        Set<String> taken = new HashSet<>();
        used.forEach(color -> taken.add(color.toLowerCase(Locale.ROOT)));
        int hash = name.strip().toLowerCase(Locale.ROOT).hashCode() * 0x9E3779B1;
        double hue = Integer.remainderUnsigned(hash, 3600) / 10.0;
        for (int step = 0; ; step++) {
            double[] tone = TONES[step / 64 % TONES.length];
            int round = step / (64 * TONES.length);
            String color = hex((hue + step * GOLDEN_ANGLE + round * 0.37) % 360, tone[0], tone[1]);
            if (!taken.contains(color)) {
                return color;
            }
        }
    }

    private static String hex(double hue, double saturation, double value) {
        return "#%02x%02x%02x"
                .formatted(
                        channel(hue, 5, saturation, value),
                        channel(hue, 3, saturation, value),
                        channel(hue, 1, saturation, value));
    }

    /** One channel of a color given by hue, saturation and value. */
    private static int channel(double hue, int n, double saturation, double value) {
        double k = (n + hue / 60) % 6;
        return (int) Math.round(255 * (value - value * saturation * Math.max(0, Math.min(Math.min(k, 4 - k), 1))));
    }
}
