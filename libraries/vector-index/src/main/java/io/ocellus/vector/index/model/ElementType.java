package io.ocellus.vector.index.model;

import java.util.Arrays;

/** What the numbers of vectors are, as clients send them: little endian, bits from the lowest of the first byte. */
public enum ElementType {
    FLOAT32("FloatVector"),
    FLOAT16("Float16Vector"),
    BFLOAT16("BFloat16Vector"),
    INT8("Int8Vector"),
    BIT("BinaryVector");

    private static final int MAX_BITS = 262_144;

    private final String vectorType;

    ElementType(String vectorType) {
        this.vectorType = vectorType;
    }

    /** Milvus' name of a vector of such numbers. */
    public String vectorType() {
        return vectorType;
    }

    /** The padded length of a row of floats: kernels read 16 numbers at once. */
    public static int stride(int dimension) {
        return (dimension + 15) & -16;
    }

    /** The bytes of one vector. */
    public int bytes(int dimension) {
        return switch (this) {
            case FLOAT32 -> 4 * dimension;
            case FLOAT16, BFLOAT16 -> 2 * dimension;
            case INT8 -> dimension;
            case BIT -> dimension / 8;
        };
    }

    public boolean isHalf() {
        return this == FLOAT16 || this == BFLOAT16;
    }

    void checkDimension(int dimension) {
        int most = this == BIT ? MAX_BITS : IndexParameters.MAX_DIMENSION;
        if (dimension < 1 || dimension > most) {
            throw new IndexFailure.InvalidParameter(
                    "invalid dimension: " + dimension + ", should be in range [1, " + most + "]");
        }
        if (this == BIT && dimension % 8 != 0) {
            throw new IndexFailure.InvalidParameter(
                    "invalid dimension: " + dimension + ", binary vector dimension should be multiple of 8");
        }
    }

    /** Refuses metrics that mean nothing to such numbers. */
    public void checkMetric(Metric metric) {
        if (metric.isOfBits() != (this == BIT)) {
            String kind = this == BIT ? "binary" : this == INT8 ? "int" : "float";
            throw new IndexFailure.InvalidParameter(kind + " vector index does not support metric type: " + metric);
        }
    }

    /** Refuses index types that are not built of such numbers. */
    void checkType(IndexType type) {
        boolean built = switch (type) {
            case FLAT, AUTOINDEX -> true;
            case BIN_FLAT -> this == BIT;
            case HNSW, HNSW_SQ, HNSW_PQ, HNSW_RABITQ -> this != BIT;
            case IVF_FLAT, IVF_SQ8, IVF_PQ, IVF_RABITQ -> this == FLOAT32 || isHalf();
            case SCANN -> this == FLOAT32;
        };
        if (!built) {
            throw new IndexFailure.InvalidParameter("data type " + vectorType + " can't build with this index " + type);
        }
    }

    /** Reads vectors of so many numbers, one after another; bits become 0 and 1. */
    public void decode(byte[] source, int from, int numbers, float[] target, int at) {
        switch (this) {
            case FLOAT32 -> {
                for (int i = 0; i < numbers; i++) {
                    int bytes = from + 4 * i;
                    int low = short16(source, bytes) & 0xffff;
                    target[at + i] = Float.intBitsToFloat(low | (short16(source, bytes + 2) << 16));
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < numbers; i++) {
                    target[at + i] = Float.float16ToFloat(short16(source, from + 2 * i));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < numbers; i++) {
                    target[at + i] = Float.intBitsToFloat(short16(source, from + 2 * i) << 16);
                }
            }
            case INT8 -> {
                for (int i = 0; i < numbers; i++) {
                    target[at + i] = source[from + i];
                }
            }
            case BIT -> {
                for (int i = 0; i < numbers; i++) {
                    target[at + i] = (source[from + (i >> 3)] >> (i & 7)) & 1;
                }
            }
        }
    }

    private static short short16(byte[] source, int at) {
        return (short) ((source[at] & 0xff) | (source[at + 1] << 8));
    }

    /** Refuses what is not so many vectors. */
    public void checkBytes(byte[] vectors, int count, int dimension) {
        int bytes = bytes(dimension);
        if (vectors.length != (long) count * bytes) {
            throw new IndexFailure.InvalidVector("vector dimension mismatch: expected " + count + " x " + bytes
                    + " bytes of " + vectorType + ", got " + vectors.length);
        }
    }

    /** Some of the queries as they come, checked, decoded and padded to the stride. */
    public float[] queries(Metric metric, byte[] queries, int first, int count, int dimension) {
        int bytes = bytes(dimension);
        int stride = stride(dimension);
        float[] padded = new float[count * stride];
        for (int q = 0; q < count; q++) {
            decode(queries, (first + q) * bytes, dimension, padded, q * stride);
            metric.check(padded, q * stride, dimension, first + q);
        }
        return padded;
    }

    /** Reads the name of this type, or Milvus' of its vectors, in any case. */
    public static ElementType of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equalsIgnoreCase(name) || type.vectorType.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IndexFailure.InvalidParameter(
                        "invalid element type: " + name + "; supported: " + Arrays.toString(values())));
    }
}
