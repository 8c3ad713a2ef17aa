package io.ocellus.vector.index.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whether a product of a tile of {@link VectorTileKernels} reaches its bar: no branch but the last. Written out, because a
 * mask that a loop carries may become an object.
 */
final class VectorTileBars {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = S.length();

    private VectorTileBars() {}

    static boolean three(float[] products, int at, float[] bars, int barsAt, float[] less, int lessAt) {
        FloatVector barA = FloatVector.fromArray(S, bars, barsAt);
        FloatVector barB = FloatVector.fromArray(S, bars, barsAt + WIDTH);
        FloatVector barC = FloatVector.fromArray(S, bars, barsAt + 2 * WIDTH);
        VectorMask<Float> below = FloatVector.fromArray(S, products, at + 0 * WIDTH)
                .sub(less[lessAt + 0])
                .compare(VectorOperators.LT, barA)
                .and(FloatVector.fromArray(S, products, at + 1 * WIDTH)
                        .sub(less[lessAt + 0])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 2 * WIDTH)
                        .sub(less[lessAt + 0])
                        .compare(VectorOperators.LT, barC))
                .and(FloatVector.fromArray(S, products, at + 3 * WIDTH)
                        .sub(less[lessAt + 1])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 4 * WIDTH)
                        .sub(less[lessAt + 1])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 5 * WIDTH)
                        .sub(less[lessAt + 1])
                        .compare(VectorOperators.LT, barC))
                .and(FloatVector.fromArray(S, products, at + 6 * WIDTH)
                        .sub(less[lessAt + 2])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 7 * WIDTH)
                        .sub(less[lessAt + 2])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 8 * WIDTH)
                        .sub(less[lessAt + 2])
                        .compare(VectorOperators.LT, barC))
                .and(FloatVector.fromArray(S, products, at + 9 * WIDTH)
                        .sub(less[lessAt + 3])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 10 * WIDTH)
                        .sub(less[lessAt + 3])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 11 * WIDTH)
                        .sub(less[lessAt + 3])
                        .compare(VectorOperators.LT, barC))
                .and(FloatVector.fromArray(S, products, at + 12 * WIDTH)
                        .sub(less[lessAt + 4])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 13 * WIDTH)
                        .sub(less[lessAt + 4])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 14 * WIDTH)
                        .sub(less[lessAt + 4])
                        .compare(VectorOperators.LT, barC))
                .and(FloatVector.fromArray(S, products, at + 15 * WIDTH)
                        .sub(less[lessAt + 5])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 16 * WIDTH)
                        .sub(less[lessAt + 5])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 17 * WIDTH)
                        .sub(less[lessAt + 5])
                        .compare(VectorOperators.LT, barC))
                .and(FloatVector.fromArray(S, products, at + 18 * WIDTH)
                        .sub(less[lessAt + 6])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 19 * WIDTH)
                        .sub(less[lessAt + 6])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 20 * WIDTH)
                        .sub(less[lessAt + 6])
                        .compare(VectorOperators.LT, barC));
        return !below.allTrue();
    }

    static boolean two(float[] products, int at, float[] bars, int barsAt, float[] less, int lessAt) {
        FloatVector barA = FloatVector.fromArray(S, bars, barsAt);
        FloatVector barB = FloatVector.fromArray(S, bars, barsAt + WIDTH);
        VectorMask<Float> below = FloatVector.fromArray(S, products, at + 0 * WIDTH)
                .sub(less[lessAt + 0])
                .compare(VectorOperators.LT, barA)
                .and(FloatVector.fromArray(S, products, at + 1 * WIDTH)
                        .sub(less[lessAt + 0])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 2 * WIDTH)
                        .sub(less[lessAt + 1])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 3 * WIDTH)
                        .sub(less[lessAt + 1])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 4 * WIDTH)
                        .sub(less[lessAt + 2])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 5 * WIDTH)
                        .sub(less[lessAt + 2])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 6 * WIDTH)
                        .sub(less[lessAt + 3])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 7 * WIDTH)
                        .sub(less[lessAt + 3])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 8 * WIDTH)
                        .sub(less[lessAt + 4])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 9 * WIDTH)
                        .sub(less[lessAt + 4])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 10 * WIDTH)
                        .sub(less[lessAt + 5])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 11 * WIDTH)
                        .sub(less[lessAt + 5])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 12 * WIDTH)
                        .sub(less[lessAt + 6])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 13 * WIDTH)
                        .sub(less[lessAt + 6])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 14 * WIDTH)
                        .sub(less[lessAt + 7])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 15 * WIDTH)
                        .sub(less[lessAt + 7])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 16 * WIDTH)
                        .sub(less[lessAt + 8])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 17 * WIDTH)
                        .sub(less[lessAt + 8])
                        .compare(VectorOperators.LT, barB))
                .and(FloatVector.fromArray(S, products, at + 18 * WIDTH)
                        .sub(less[lessAt + 9])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 19 * WIDTH)
                        .sub(less[lessAt + 9])
                        .compare(VectorOperators.LT, barB));
        return !below.allTrue();
    }

    static boolean one(float[] products, int at, float[] bars, int barsAt, float[] less, int lessAt) {
        FloatVector barA = FloatVector.fromArray(S, bars, barsAt);
        VectorMask<Float> below = FloatVector.fromArray(S, products, at + 0 * WIDTH)
                .sub(less[lessAt + 0])
                .compare(VectorOperators.LT, barA)
                .and(FloatVector.fromArray(S, products, at + 1 * WIDTH)
                        .sub(less[lessAt + 1])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 2 * WIDTH)
                        .sub(less[lessAt + 2])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 3 * WIDTH)
                        .sub(less[lessAt + 3])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 4 * WIDTH)
                        .sub(less[lessAt + 4])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 5 * WIDTH)
                        .sub(less[lessAt + 5])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 6 * WIDTH)
                        .sub(less[lessAt + 6])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 7 * WIDTH)
                        .sub(less[lessAt + 7])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 8 * WIDTH)
                        .sub(less[lessAt + 8])
                        .compare(VectorOperators.LT, barA))
                .and(FloatVector.fromArray(S, products, at + 9 * WIDTH)
                        .sub(less[lessAt + 9])
                        .compare(VectorOperators.LT, barA));
        return !below.allTrue();
    }
}
