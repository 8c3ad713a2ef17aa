package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes as the dataset formats have them: all that the label declares, in its order, defaults where nothing was said, numbers as
 * {@code Double}, checkboxes as {@code Boolean}, the rest as text.
 */
public final class AttributeTexts {
    private final LabelBook labels;

    public AttributeTexts(LabelBook labels) {
        this.labels = labels;
    }

    /** A new map that may be added to. */
    public Map<String, Object> of(long labelId, List<AttributeValue> values) {
        Map<String, Object> typed = new LinkedHashMap<>();
        for (AttributeSpec spec : labels.get(labelId).attributes()) {
            typed.put(spec.name(), typed(spec, text(spec, values)));
        }
        return typed;
    }

    private static String text(AttributeSpec spec, List<AttributeValue> values) {
        for (AttributeValue value : values) {
            if (value.specId() == spec.id()) {
                return value.value();
            }
        }
        return spec.defaultValue();
    }

    private static Object typed(AttributeSpec spec, String text) {
        return switch (spec.inputType()) {
            case "number" ->
                Decimals.finite(text)
                        .orElseThrow(() -> new Failure.Invalid(
                                "The attribute '" + spec.name() + "' is a number and has the value '" + text + "'"));
            case "checkbox" -> text.equalsIgnoreCase("true");
            default -> text;
        };
    }
}
