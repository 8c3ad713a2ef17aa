package io.ocellus.vector.storage.schema;

import java.util.Locale;
import java.util.Optional;

/** How two vectors are compared. Scores follow Milvus: L2 is the squared distance, small is near; the others: large is near. */
public enum MetricType {
    L2(false),
    IP(true),
    COSINE(true);

    private final boolean largeIsNear;

    MetricType(boolean largeIsNear) {
        this.largeIsNear = largeIsNear;
    }

    public boolean largeIsNear() {
        return largeIsNear;
    }

    public static Optional<MetricType> parse(String name) {
        for (MetricType metric : values()) {
            if (metric.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(metric);
            }
        }
        return Optional.empty();
    }
}
