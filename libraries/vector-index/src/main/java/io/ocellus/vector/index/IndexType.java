package io.ocellus.vector.index;

import java.util.Arrays;
import java.util.Locale;

/** The index types of this library, by Milvus' names. */
public enum IndexType {
    FLAT,
    HNSW,
    HNSW_SQ,
    SCANN,
    AUTOINDEX;

    /** Reads the name in any case. */
    public static IndexType of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (IndexType type : values()) {
            if (type.name().equals(upper)) {
                return type;
            }
        }
        throw new IndexFailure.InvalidParameter(
                "invalid index type: " + name + "; supported: " + Arrays.toString(values()));
    }
}
