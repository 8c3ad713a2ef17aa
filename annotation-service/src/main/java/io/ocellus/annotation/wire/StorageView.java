package io.ocellus.annotation.wire;

import io.ocellus.annotation.model.Failure;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** CVAT's note of where imports come from or exports go to by default. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StorageView(String location, @Nullable Long cloudStorageId) {
    private static final Set<String> LOCATIONS = Set.of("local", "cloud_storage");

    public static @Nullable StorageView of(@Nullable String location) {
        return location == null ? null : new StorageView(location, null);
    }

    /** The location that a body names; cloud storages are not there yet, so none can be named. */
    public static Sent<String> read(Fields fields, String name) {
        Sent<Fields> sent = fields.nested(name);
        Fields storage = sent.value();
        if (storage == null) {
            return sent.given() ? Sent.of(null) : Sent.absent();
        }
        Sent<String> location = storage.choice("location", LOCATIONS);
        Sent<Long> cloud = storage.id("cloud_storage_id");
        if (cloud.value() != null) {
            throw new Failure.Invalid("The specified cloud storage " + cloud.value() + " does not exist.");
        }
        if ("cloud_storage".equals(location.value())) {
            storage.reject("location", "Cloud storage was selected as location but its id was not specified.");
        }
        return Sent.of(location.value());
    }
}
