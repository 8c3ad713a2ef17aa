package io.ocellus.vector.index.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** In how many bits each number of a row is kept, by Milvus' names, from the coarsest to the finest. */
public enum RowForm {
    SQ4(4),
    SQ6(6),
    SQ8(8),
    BF16(16),
    FP16(16),
    FP32(32);

    private static final List<RowForm> CODES = List.of(SQ4, SQ6, SQ8, BF16, FP16);
    private static final List<RowForm> REFINEMENTS = List.of(SQ6, SQ8, BF16, FP16, FP32);

    private final int bits;

    RowForm(int bits) {
        this.bits = bits;
    }

    public int bits() {
        return bits;
    }

    /** Whether numbers are steps within a range of each dimension. */
    public boolean isScalar() {
        return bits <= 8;
    }

    boolean isFinerThan(RowForm other) {
        return compareTo(other) > 0;
    }

    /** What {@code sq_type} names. */
    static RowForm ofCodes(String name) {
        return named(name, CODES)
                .orElseThrow(() -> new IndexFailure.InvalidParameter("sq_type is " + name
                        + ", optional types are [sq4u, sq6, sq8, bf16, fp16]: invalid scalar quantizer type"));
    }

    /** What {@code refine_type} names. */
    static RowForm ofRefinement(String name) {
        return named(name, REFINEMENTS)
                .orElseThrow(() -> new IndexFailure.InvalidParameter(
                        "invalid refine type : " + name + ", optional types are [sq6, sq8, fp16, bf16, fp32, flat]"));
    }

    /** In any case; SQ4U is the same as SQ4 here, and FLAT as FP32. */
    private static Optional<RowForm> named(String name, List<RowForm> allowed) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        String plain = switch (upper) {
            case "SQ4U" -> SQ4.name();
            case "FLAT" -> FP32.name();
            default -> upper;
        };
        return Arrays.stream(values())
                .filter(form -> form.name().equals(plain) && allowed.contains(form))
                .findFirst();
    }
}
