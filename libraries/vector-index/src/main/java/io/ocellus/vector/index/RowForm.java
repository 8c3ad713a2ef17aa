package io.ocellus.vector.index;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** In how many bits each number of a row is kept, by Milvus' names. */
enum RowForm {
    SQ4(4),
    SQ6(6),
    SQ8(8),
    FP16(16),
    BF16(16),
    FP32(32);

    private final int bits;

    RowForm(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }

    /** Whether numbers are steps within a range of each dimension. */
    boolean isScalar() {
        return bits <= 8;
    }

    /** Reads one of the allowed names, in any case; SQ4U is the same as SQ4 here. */
    static RowForm of(String parameter, String name, List<RowForm> allowed) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(form -> form.name().equals(upper) || (form == SQ4 && upper.equals("SQ4U")))
                .filter(allowed::contains)
                .findFirst()
                .orElseThrow(() -> new IndexFailure.InvalidParameter("param '" + parameter + "' (" + name
                        + ") should be one of "
                        + allowed.stream().map(RowForm::name).collect(Collectors.joining(", ", "[", "]"))));
    }
}
