package io.ocellus.vector.index.quantizer;

import java.util.Random;

/**
 * An orthogonal map that spreads any vector evenly over all places: rounds of random signs and a Hadamard transform of the
 * first, then of the last places, as many as the greatest power of two that fits. The same for the same length. Costs
 * O(length log length). Immutable.
 */
public final class Rotation {

    private static final int ROUNDS = 4;
    private static final long SEED = 0x526f746174696f6eL;

    private final int length;
    private final int window;
    private final float[] signs;

    public Rotation(int length) {
        this.length = length;
        this.window = Integer.highestOneBit(length);
        this.signs = new float[ROUNDS * length];
        Random random = new Random(SEED);
        // The transform grows vectors by the root of its length; the signs take that back.
        float unit = (float) (1 / Math.sqrt(window));
        for (int round = 0; round < ROUNDS; round++) {
            int from = from(round);
            for (int i = 0; i < length; i++) {
                float size = i >= from && i < from + window ? unit : 1;
                signs[round * length + i] = random.nextBoolean() ? size : -size;
            }
        }
    }

    int length() {
        return length;
    }

    private int from(int round) {
        return (round & 1) == 0 ? 0 : length - window;
    }

    public void apply(float[] vector) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < length; i++) {
                vector[i] *= signs[round * length + i];
            }
            transform(vector, from(round));
        }
    }

    private void transform(float[] vector, int from) {
        int half = 1;
        if (window >= 4) {
            for (int i = from; i < from + window; i += 4) {
                float a = vector[i] + vector[i + 1];
                float b = vector[i] - vector[i + 1];
                float c = vector[i + 2] + vector[i + 3];
                float d = vector[i + 2] - vector[i + 3];
                vector[i] = a + c;
                vector[i + 1] = b + d;
                vector[i + 2] = a - c;
                vector[i + 3] = b - d;
            }
            half = 4;
        }
        for (; half < window; half *= 2) {
            for (int start = from; start < from + window; start += 2 * half) {
                butterflies(vector, start, half);
            }
        }
    }

    private static void butterflies(float[] vector, int start, int half) {
        for (int i = start; i < start + half; i++) {
            float a = vector[i];
            float b = vector[i + half];
            vector[i] = a + b;
            vector[i + half] = a - b;
        }
    }
}
