package io.ocellus.vector.index;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Clustered random vectors in the bytes of their elements, and the exact answers. */
public record Elements(ElementType element, int dimension, byte[] bytes) {

    public static Elements random(ElementType element, int rows, int dimension, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[rows * element.bytes(dimension)];
        if (element == ElementType.BIT) {
            for (int row = 0; row < rows; row++) {
                int density = random.nextInt(1, 8);
                for (int i = 0; i < dimension; i++) {
                    if (random.nextInt(8) < density) {
                        bytes[row * dimension / 8 + i / 8] |= (byte) (1 << (i % 8));
                    }
                }
            }
            return new Elements(element, dimension, bytes);
        }
        float[] numbers = Clouds.clustered(rows, dimension, 30, seed);
        for (int i = 0; i < numbers.length; i++) {
            switch (element) {
                case FLOAT16 -> put16(bytes, i, Float.floatToFloat16(numbers[i]));
                case BFLOAT16 -> put16(bytes, i, (short) (Float.floatToRawIntBits(numbers[i]) >> 16));
                default -> bytes[i] = (byte) Math.clamp(Math.round(40 * numbers[i]), -128, 127);
            }
        }
        return new Elements(element, dimension, bytes);
    }

    public static void put16(byte[] bytes, int i, short value) {
        bytes[2 * i] = (byte) value;
        bytes[2 * i + 1] = (byte) (value >> 8);
    }

    public int rows() {
        return bytes.length / element.bytes(dimension);
    }

    public VectorSource source() {
        return VectorSource.of(element, bytes, dimension);
    }

    /** An index of these in that file, verified. */
    VectorIndex index(String words, Metric metric, Path file) {
        VectorIndex.build(
                IndexParameters.parse(words, metric, element, dimension), source(), file, BuildControl.threads(1));
        VectorIndex index = VectorIndex.open(file);
        index.verify();
        return index;
    }

    public byte[] row(int row) {
        int size = element.bytes(dimension);
        return Arrays.copyOfRange(bytes, row * size, (row + 1) * size);
    }

    public Elements part(int from, int to) {
        int size = element.bytes(dimension);
        return new Elements(element, dimension, Arrays.copyOfRange(bytes, from * size, to * size));
    }

    public float[] numbers() {
        float[] numbers = new float[rows() * dimension];
        source().read(0, rows(), numbers);
        return numbers;
    }

    /** The score of a row of other elements with a row of these. */
    public static double score(Metric metric, float[] a, int aAt, float[] b, int bAt, int dimension) {
        if (!metric.isOfBits()) {
            return Clouds.score(metric, a, aAt, b, bAt, dimension);
        }
        int both = 0;
        int either = 0;
        for (int d = 0; d < dimension; d++) {
            boolean x = a[aAt + d] != 0;
            boolean y = b[bAt + d] != 0;
            both += x && y ? 1 : 0;
            either += x || y ? 1 : 0;
        }
        return metric == Metric.HAMMING ? either - both : either == 0 ? 1 : 1 - both / (double) either;
    }

    /** The best scores of one query among decoded rows, best first. */
    public static double[] best(Metric metric, float[] query, float[] numbers, int k, Acceptance accepted) {
        int dimension = query.length;
        return IntStream.range(0, numbers.length / dimension)
                .filter(accepted::test)
                .mapToDouble(row -> score(metric, query, 0, numbers, row * dimension, dimension))
                .map(score -> metric.smallerIsCloser() ? score : -score)
                .sorted()
                .limit(k)
                .map(score -> metric.smallerIsCloser() ? score : -score)
                .toArray();
    }
}
