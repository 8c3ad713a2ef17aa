package io.ocellus.annotation.labels;

import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.Sent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A label as a client writes it: a new one, or (with an id) a change of one.
 *
 * @param id null: a new label
 * @param name null: unchanged
 * @param svg drawing of a skeleton
 */
public record LabelSpec(
        @Nullable Long id,
        @Nullable String name,
        @Nullable String color,
        @Nullable String type,
        boolean deleted,
        String svg,
        List<AttributePart> attributes,
        List<LabelSpec> sublabels) {
    static final Set<String> TYPES =
            Set.of("any", "cuboid", "ellipse", "mask", "points", "polygon", "polyline", "rectangle", "skeleton", "tag");
    static final Set<String> INPUT_TYPES = Set.of("checkbox", "radio", "number", "text", "select");
    static final int MOST_LABELS = 5000;
    private static final int MOST_ATTRIBUTES = 500;
    private static final int MOST_VALUES = 5000;
    private static final int LARGEST_SVG = 1 << 20;
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?|[0-9a-zA-Z]{0,8}");
    private static final Pattern ACTIVE_CONTENT =
            Pattern.compile("<\\s*script|<\\s*foreignobject|\\son\\w+\\s*=|javascript\\s*:", Pattern.CASE_INSENSITIVE);

    /** An attribute as a client writes it; {@code id} null: by its name, new or present. */
    public record AttributePart(
            @Nullable Long id,
            @Nullable String name,
            @Nullable Boolean mutable,
            @Nullable String inputType,
            @Nullable String defaultValue,
            @Nullable List<String> values) {}

    /** The labels of a body; errors go to {@code fields}. */
    public static Sent<List<LabelSpec>> list(Fields fields, String name) {
        Sent<List<Fields>> sent = fields.objects(name, MOST_LABELS);
        List<Fields> items = sent.value();
        return items == null
                ? Sent.absent()
                : Sent.of(items.stream().map(item -> read(item, true)).toList());
    }

    private static LabelSpec read(Fields fields, boolean top) {
        if (!fields.has("name") && !fields.has("id")) {
            fields.reject("name", "This field is required.");
        }
        return change(fields, top);
    }

    /** A change of a label that the path names; a name is not needed. */
    static LabelSpec change(Fields fields) {
        return change(fields, true);
    }

    private static LabelSpec change(Fields fields, boolean top) {
        Sent<Long> id = fields.id("id");
        Sent<String> name = fields.text("name", 64, false);
        Sent<String> color = fields.text("color", 8 + 1, true);
        String colorText = color.value();
        if (colorText != null && !COLOR.matcher(colorText).matches()) {
            fields.reject("color", "Expected a color such as #6080c0.");
        }
        Sent<String> type = fields.choice("type", TYPES);
        Sent<Boolean> deleted = fields.flag("deleted");
        if (deleted.orElse(false) && id.value() == null) {
            fields.reject("deleted", "Deleted label must have an ID");
        }
        Sent<String> svg = fields.rawText("svg", LARGEST_SVG);
        String svgText = svg.orElse("");
        if (ACTIVE_CONTENT.matcher(svgText).find()) {
            fields.reject("svg", "A drawing may hold no scripts.");
        }
        List<LabelSpec> sublabels = List.of();
        List<Fields> children =
                top ? fields.objects("sublabels", MOST_ATTRIBUTES).value() : null;
        if (children != null) {
            sublabels = children.stream().map(child -> read(child, false)).toList();
            unique(fields, "sublabels", sublabels.stream().map(LabelSpec::name).toList());
        }
        if (!top && "skeleton".equals(type.value())) {
            fields.reject("type", "A sublabel cannot be a skeleton.");
        }
        return new LabelSpec(
                id.value(),
                name.value(),
                colorText == null || colorText.isEmpty() ? null : colorText,
                type.value(),
                deleted.orElse(false),
                svgText,
                attributes(fields),
                sublabels);
    }

    private static List<AttributePart> attributes(Fields fields) {
        List<Fields> items = fields.objects("attributes", MOST_ATTRIBUTES).value();
        if (items == null) {
            return List.of();
        }
        List<AttributePart> attributes = items.stream()
                .map(item -> new AttributePart(
                        item.id("id").value(),
                        item.text("name", 64, false).value(),
                        item.flag("mutable").value(),
                        item.choice("input_type", INPUT_TYPES).value(),
                        item.text("default_value", 128, true).value(),
                        item.texts("values", MOST_VALUES, 200).value()))
                .toList();
        for (int i = 0; i < attributes.size(); i++) {
            AttributePart part = attributes.get(i);
            if (part.id() == null && (part.name() == null || part.inputType() == null)) {
                items.get(i).reject(part.name() == null ? "name" : "input_type", "This field is required.");
            }
        }
        unique(
                fields,
                "attributes",
                attributes.stream().map(AttributePart::name).toList());
        return attributes;
    }

    private static void unique(Fields fields, String field, List<? extends @Nullable String> names) {
        Set<String> met = new HashSet<>();
        for (String name : names) {
            if (name != null && !met.add(name)) {
                fields.reject(field, "Duplicate name '" + name + "'");
            }
        }
    }
}
