package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.VectorSource;

/** Rows of an array of numbers in the bytes of other elements: floats are rounded to halves, nothing else is. */
record ElementSource(NumpyFile file, ElementType element) implements VectorSource {

    @Override
    public int rows() {
        return file.rows();
    }

    @Override
    public int dimension() {
        return file.dimension();
    }

    @Override
    public void readBytes(int from, int count, byte[] target) {
        float[] numbers = new float[Math.multiplyExact(count, dimension())];
        file.read(from, count, numbers);
        encode(numbers, target);
    }

    /** All rows. */
    byte[] all() {
        long bytes = (long) rows() * element.bytes(dimension());
        if (bytes > Integer.MAX_VALUE - 16) {
            throw new BenchmarkFailure(file.file() + " holds " + bytes + " bytes, too many for one array");
        }
        byte[] all = new byte[(int) bytes];
        encode(file.all(), all);
        return all;
    }

    private void encode(float[] numbers, byte[] target) {
        for (int i = 0; i < numbers.length; i++) {
            float number = numbers[i];
            switch (element) {
                case FLOAT16 -> put(target, i, Float.floatToFloat16(number));
                case BFLOAT16 -> put(target, i, brain(number));
                case INT8 -> target[i] = (byte) whole(number, -128, 127);
                case BIT -> {
                    int bit = whole(number, 0, 1) << (i & 7);
                    target[i >> 3] = (byte) ((i & 7) == 0 ? bit : target[i >> 3] | bit);
                }
                case FLOAT32 -> throw new IllegalStateException("floats are read as they are");
            }
        }
    }

    private static void put(byte[] target, int i, short bits) {
        target[2 * i] = (byte) bits;
        target[2 * i + 1] = (byte) (bits >> 8);
    }

    /** To the nearest, ties to even. */
    private static short brain(float number) {
        int bits = Float.floatToIntBits(number);
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private int whole(float number, int least, int most) {
        if (number != Math.rint(number) || number < least || number > most) {
            throw new BenchmarkFailure(file.file() + " holds " + number + ": " + element
                    + " takes whole numbers in range [" + least + ", " + most + "]");
        }
        return (int) number;
    }
}
