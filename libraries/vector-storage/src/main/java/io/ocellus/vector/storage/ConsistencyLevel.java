package io.ocellus.vector.storage;

import java.util.Optional;

/** Milvus' consistency levels with their codes. */
public enum ConsistencyLevel {
    STRONG(0, "Strong"),
    SESSION(1, "Session"),
    BOUNDED(2, "Bounded"),
    EVENTUALLY(3, "Eventually"),
    CUSTOMIZED(4, "Customized");

    private final int code;
    private final String label;

    ConsistencyLevel(int code, String label) {
        this.code = code;
        this.label = label;
    }

    public int code() {
        return code;
    }

    public String label() {
        return label;
    }

    public static Optional<ConsistencyLevel> ofCode(int code) {
        return code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    public static Optional<ConsistencyLevel> ofLabel(String label) {
        for (ConsistencyLevel level : values()) {
            if (level.label.equalsIgnoreCase(label)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
