package io.ocellus.annotation.wire;

import io.ocellus.annotation.model.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of one JSON object and collects what is wrong, so that a client learns all of it in one answer, in CVAT's form
 * {@code {"field": ["message"]}}. Unknown fields are ignored. Call {@link #check} after the last read. Confined to one thread.
 */
public final class Fields {
    private final ObjectNode object;
    private final String path;
    private final Map<String, List<String>> errors;

    public Fields(ObjectNode object) {
        this(object, "", new LinkedHashMap<>());
    }

    private Fields(ObjectNode object, String path, Map<String, List<String>> errors) {
        this.object = object;
        this.path = path;
        this.errors = errors;
    }

    public Set<String> names() {
        return new TreeSet<>(object.propertyNames());
    }

    public boolean has(String name) {
        return object.has(name);
    }

    public @Nullable JsonNode node(String name) {
        return object.get(name);
    }

    public String requiredText(String name, int maximum) {
        if (!object.has(name)) {
            reject(name, "This field is required.");
            return "";
        }
        return text(name, maximum, false).orElse("");
    }

    /** A text that may not be null. */
    public Sent<String> text(String name, int maximum, boolean blankAllowed) {
        JsonNode value = object.get(name);
        if (value == null) {
            return Sent.absent();
        }
        if (value.isNull()) {
            reject(name, "This field may not be null.");
            return Sent.absent();
        }
        if (!value.isString() && !value.isNumber()) {
            reject(name, "Not a valid string.");
            return Sent.absent();
        }
        String text = value.asString().strip();
        if (text.isEmpty() && !blankAllowed) {
            reject(name, "This field may not be blank.");
        } else if (text.codePointCount(0, text.length()) > maximum) {
            reject(name, "Ensure this field has no more than " + maximum + " characters.");
        } else if (text.indexOf('\0') >= 0) {
            reject(name, "Null characters are not allowed.");
        }
        return Sent.of(text);
    }

    /** A text as it stands: no trimming, null characters refused. */
    public Sent<String> rawText(String name, int maximum) {
        Sent<String> text = text(name, maximum, true);
        JsonNode value = object.get(name);
        return text.given() && value != null ? Sent.of(value.asString()) : text;
    }

    /** One of the words, or absent. */
    public Sent<String> choice(String name, Set<String> words) {
        JsonNode value = object.get(name);
        if (value == null) {
            return Sent.absent();
        }
        if (value.isString() && words.contains(value.asString())) {
            return Sent.of(value.asString());
        }
        reject(name, value.isNull() ? "This field may not be null." : "\"" + clip(value) + "\" is not a valid choice.");
        return Sent.absent();
    }

    /** An integer that may be null, such as {@code assignee_id}. */
    public Sent<Long> id(String name) {
        JsonNode value = object.get(name);
        if (value != null && value.isNull()) {
            return Sent.of(null);
        }
        return integer(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public Sent<Long> integer(String name, long minimum, long maximum) {
        JsonNode value = object.get(name);
        if (value == null) {
            return Sent.absent();
        }
        long number;
        if (value.isNull()) {
            reject(name, "This field may not be null.");
            return Sent.absent();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            number = value.asLong();
        } else {
            try {
                number = Long.parseLong(value.isString() ? value.asString().strip() : "not a number");
            } catch (NumberFormatException e) {
                reject(name, "A valid integer is required.");
                return Sent.absent();
            }
        }
        if (number < minimum) {
            reject(name, "Ensure this value is greater than or equal to " + minimum + ".");
        } else if (number > maximum) {
            reject(name, "Ensure this value is less than or equal to " + maximum + ".");
        }
        return Sent.of(number);
    }

    public Sent<Boolean> flag(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return Sent.absent();
        }
        if (value.isBoolean()) {
            return Sent.of(value.asBoolean());
        }
        if (value.isString()
                && Set.of("true", "True", "1", "false", "False", "0").contains(value.asString())) {
            return Sent.of(Set.of("true", "True", "1").contains(value.asString()));
        }
        reject(name, "Must be a valid boolean.");
        return Sent.absent();
    }

    /** The objects of a list, each reading into this one's errors; absent when the field is. */
    public Sent<List<Fields>> objects(String name, int maximum) {
        JsonNode value = object.get(name);
        if (value == null) {
            return Sent.absent();
        }
        if (!(value instanceof ArrayNode array)) {
            reject(name, "Expected a list of items but got type \"" + kind(value) + "\".");
            return Sent.absent();
        }
        if (array.size() > maximum) {
            reject(name, "Ensure this field has no more than " + maximum + " elements.");
            return Sent.absent();
        }
        List<Fields> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) instanceof ObjectNode item) {
                items.add(new Fields(item, path + name + "[" + i + "].", errors));
            } else {
                reject(name, "Invalid data. Expected a dictionary, but got " + kind(array.get(i)) + ".");
            }
        }
        return Sent.of(items);
    }

    /** The texts of a list. */
    public Sent<List<String>> texts(String name, int maximum, int length) {
        JsonNode value = object.get(name);
        if (value == null) {
            return Sent.absent();
        }
        if (!(value instanceof ArrayNode array)) {
            reject(name, "Expected a list of items but got type \"" + kind(value) + "\".");
            return Sent.absent();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isString() && !item.isNumber()) {
                reject(name, "Not a valid string.");
            } else if (item.asString().length() > length || texts.size() >= maximum) {
                reject(name, "At most " + maximum + " values of at most " + length + " characters.");
                return Sent.absent();
            } else {
                texts.add(item.asString());
            }
        }
        return Sent.of(texts);
    }

    /** An object within this one, reading into the same errors. */
    public Sent<Fields> nested(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return Sent.absent();
        }
        if (value.isNull()) {
            return Sent.of(null);
        }
        if (value instanceof ObjectNode item) {
            return Sent.of(new Fields(item, path + name + ".", errors));
        }
        reject(name, "Invalid data. Expected a dictionary, but got " + kind(value) + ".");
        return Sent.absent();
    }

    public void reject(String name, String message) {
        int nested = path.indexOf('[') >= 0 ? path.indexOf('[') : path.indexOf('.');
        if (nested < 0) {
            errors.computeIfAbsent(name, key -> new ArrayList<>()).add(message);
        } else {
            errors.computeIfAbsent(path.substring(0, nested), key -> new ArrayList<>())
                    .add(path.substring(nested) + name + ": " + message);
        }
    }

    /** Throws when anything was wrong so far. */
    public void check() {
        if (!errors.isEmpty()) {
            throw new Failure.Invalid(errors);
        }
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "list";
            case STRING -> "str";
            case NUMBER -> node.isIntegralNumber() ? "int" : "float";
            case BOOLEAN -> "bool";
            case NULL, MISSING -> "NoneType";
            case OBJECT, POJO -> "dict";
            case BINARY -> "bytes";
        };
    }

    private static String clip(JsonNode value) {
        String text = value.isString() ? value.asString() : value.toString();
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
