package io.ocellus.vector.index;

import java.util.Random;

/** Data that four bits fit badly, each in its own way. */
public enum HardRows {
    CLOUDS {
        @Override
        public float[] rows(int rows, int dimension, Random random) {
            return Clouds.clustered(rows, dimension, 30, random.nextLong());
        }
    },
    NEARLY_EQUAL {
        @Override
        public float[] rows(int rows, int dimension, Random random) {
            return fill(rows, dimension, (row, d) -> 1_000 + d + 1e-3f * (float) random.nextGaussian());
        }
    },
    ONE_DIMENSION_RULES {
        @Override
        public float[] rows(int rows, int dimension, Random random) {
            return fill(rows, dimension, (row, d) -> (d == 3 ? 1_000 : 1) * (float) random.nextGaussian());
        }
    },
    SPARSE {
        @Override
        public float[] rows(int rows, int dimension, Random random) {
            return fill(rows, dimension, (row, d) -> random.nextInt(20) == 0 ? random.nextFloat() : 0);
        }
    },
    ALL_SCALES {
        @Override
        public float[] rows(int rows, int dimension, Random random) {
            return fill(rows, dimension, (row, d) -> (float) (random.nextGaussian() * Math.pow(10, row % 38 - 20)));
        }
    },
    DUPLICATES {
        @Override
        public float[] rows(int rows, int dimension, Random random) {
            float[] few = Clouds.clustered(50, dimension, 5, 1);
            return fill(rows, dimension, (row, d) -> few[row % 50 * dimension + d]);
        }
    };

    public abstract float[] rows(int rows, int dimension, Random random);

    public interface Number {
        float at(int row, int d);
    }

    public static float[] fill(int rows, int dimension, Number number) {
        float[] filled = new float[rows * dimension];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = number.at(i / dimension, i % dimension);
        }
        return filled;
    }
}
