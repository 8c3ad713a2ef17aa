package io.ocellus.annotation.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** CVAT's pointer to a collection: where it is listed and, where known, how many there are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Summary(@Nullable Long count, String url) {
    public static Summary of(BaseUrl base, String path) {
        return new Summary(null, base.to(path));
    }

    public static Summary of(long count, BaseUrl base, String path) {
        return new Summary(count, base.to(path));
    }
}
