package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the attribute that a name means and checks its value. Unknown names are dropped, unless the target makes attributes of them. Not
 * thread-safe.
 */
final class AttributeBinder {
    private record Key(long label, String name) {}

    private final ImportTarget target;
    private final Map<Key, AttributeSpec> specs = new HashMap<>();

    AttributeBinder(ImportTarget target) {
        this.target = target;
        target.labels()
                .all()
                .forEach(label ->
                        label.attributes().forEach(spec -> specs.put(new Key(label.id(), spec.name()), spec)));
    }

    /** All values that the label knows. */
    List<AttributeValue> all(Label label, List<NamedValue> values, String where) {
        return bind(label, values, where, true, true);
    }

    /** Those that a track has as a whole. */
    List<AttributeValue> immutable(Label label, List<NamedValue> values, String where) {
        return bind(label, values, where, true, false);
    }

    /** Those that change from keyframe to keyframe. */
    List<AttributeValue> mutable(Label label, List<NamedValue> values, String where) {
        return bind(label, values, where, false, true);
    }

    private List<AttributeValue> bind(
            Label label, List<NamedValue> values, String where, boolean immutable, boolean mutable) {
        if (values.isEmpty()) {
            return List.of();
        }
        List<AttributeValue> bound = new ArrayList<>(values.size());
        for (NamedValue value : values) {
            AttributeSpec spec = specs.get(new Key(label.id(), value.name()));
            if (spec == null) {
                if (immutable) {
                    made(label, value).ifPresent(bound::add);
                }
            } else if (spec.mutable() ? mutable : immutable) {
                bound.add(new AttributeValue(spec.id(), checked(spec, value.value(), where)));
            }
        }
        return bound;
    }

    private Optional<AttributeValue> made(Label label, NamedValue value) {
        boolean checkbox =
                value.value().equalsIgnoreCase("true") || value.value().equalsIgnoreCase("false");
        Optional<AttributeSpec> spec = target.newAttribute(label, value.name(), checkbox ? "checkbox" : "text");
        spec.ifPresent(made -> specs.put(new Key(label.id(), value.name()), made));
        return spec.map(made -> new AttributeValue(made.id(), value.value()));
    }

    private static String checked(AttributeSpec spec, String value, String where) {
        if (value.equals(spec.defaultValue())) {
            return value;
        }
        boolean fits = switch (spec.inputType()) {
            case "checkbox" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            case "number" -> Decimals.finite(value).isPresent();
            case "select", "radio" -> spec.values().contains(value);
            default -> true;
        };
        if (!fits) {
            throw new Failure.Invalid(where + ": the attribute '" + spec.name() + "' cannot be '" + value + "'"
                    + (spec.values().isEmpty() || spec.inputType().equals("checkbox")
                            ? ""
                            : ", it is a " + spec.inputType() + " of " + spec.values()));
        }
        return spec.inputType().equals("checkbox") ? value.toLowerCase(java.util.Locale.ROOT) : value;
    }
}
