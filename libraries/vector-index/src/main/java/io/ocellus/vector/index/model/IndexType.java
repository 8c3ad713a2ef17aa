package io.ocellus.vector.index.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The index types of this library, by Milvus' names. */
public enum IndexType {
    FLAT,
    BIN_FLAT,
    IVF_FLAT,
    IVF_SQ8,
    IVF_PQ,
    IVF_RABITQ,
    HNSW,
    HNSW_SQ,
    HNSW_PQ,
    HNSW_RABITQ,
    SCANN,
    AUTOINDEX;

    /** Whether a build parameter of that name means something to this type. */
    boolean knows(String name) {
        return switch (this) {
            case FLAT, BIN_FLAT -> false;
            case HNSW -> name.equals("M") || name.equals("efConstruction");
            case HNSW_SQ ->
                Set.of("M", "efConstruction", "sq_type", "refine", "refine_type")
                        .contains(name);
            case HNSW_PQ ->
                Set.of("M", "efConstruction", "m", "nbits", "refine", "refine_type")
                        .contains(name);
            case HNSW_RABITQ ->
                Set.of("M", "efConstruction", "rbq_bits", "refine", "refine_type")
                        .contains(name);
            case IVF_FLAT, IVF_SQ8 -> name.equals("nlist");
            case IVF_PQ ->
                Set.of("nlist", "m", "nbits", "refine", "refine_type").contains(name);
            case IVF_RABITQ ->
                Set.of("nlist", "rbq_bits", "refine", "refine_type").contains(name);
            case SCANN -> Set.of("nlist", "width", "with_raw_data").contains(name);
            case AUTOINDEX -> name.equals("width") || name.equals("graph");
        };
    }

    /** Whether rows lie by lists only, as in an inverted file. */
    public boolean isInverted() {
        return this == IVF_FLAT || this == IVF_SQ8 || this == IVF_PQ || this == IVF_RABITQ;
    }

    /** Whether a search walks over links. */
    public boolean isGraph() {
        return this == HNSW || this == HNSW_SQ || this == HNSW_PQ || this == HNSW_RABITQ;
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
