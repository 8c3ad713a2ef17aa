package io.ocellus.vector.index;

import java.util.Arrays;
import java.util.Locale;

/** The index types of this library, by Milvus' names. */
public enum IndexType {
    FLAT,
    IVF_FLAT,
    HNSW,
    HNSW_SQ,
    SCANN,
    AUTOINDEX;

    /** Whether a build parameter of that name means something to this type. */
    boolean knows(String name) {
        return switch (this) {
            case FLAT -> false;
            case HNSW, HNSW_SQ -> name.equals("M") || name.equals("efConstruction");
            case IVF_FLAT -> name.equals("nlist");
            case SCANN -> name.equals("nlist") || name.equals("width");
            case AUTOINDEX -> name.equals("width");
        };
    }

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
