package io.ocellus.vector.service.indexes;

import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Indexes of scalar fields by Milvus' rules. They are kept and described, and need no file, as FLAT needs none: a filter reads the columns
 * themselves. So a client that makes them works, and its answers are those that an index would give.
 */
final class ScalarIndexes {
    private static final Set<String> CASTS =
            Set.of("BOOL", "DOUBLE", "VARCHAR", "ARRAY_BOOL", "ARRAY_DOUBLE", "ARRAY_VARCHAR", "JSON");

    private ScalarIndexes() {}

    /** The parameters with the type that Milvus would take, checked against the field. */
    static Map<String, String> checked(Map<String, String> flat, FieldSchema field) {
        String asked = flat.getOrDefault(IndexParameters.INDEX_TYPE, "");
        String type = asked.isEmpty() || asked.equals("AUTOINDEX") ? automatic(field) : asked;
        for (String key : List.of("json_cast_type", "json_cast_function")) {
            flat.computeIfPresent(key, (name, value) -> value.strip().toUpperCase(Locale.ROOT));
        }
        switch (type) {
            case "INVERTED" -> inverted(flat, field);
            case "STL_SORT" -> require(field.type().isNumeric(), "STL_SORT are only supported on numeric field");
            case "TRIE" -> require(field.type() == DataType.VARCHAR, "TRIE are only supported on varchar field");
            case "BITMAP" -> bitmap(field);
            case "NGRAM" -> ngram(flat, field);
            case "RTREE" -> throw new Failure.Absent("the index type RTREE is not available yet");
            default -> {
                if (IndexParameters.isKnown(type)) {
                    throw refusal("data type " + field.type().label() + " can't build with this index " + type);
                }
                throw Refusal.invalid("valid index", "invalid index type: " + type);
            }
        }
        flat.put(IndexParameters.INDEX_TYPE, type);
        if (field.type() == DataType.JSON) {
            flat.putIfAbsent("json_path", field.name());
        }
        return flat;
    }

    private static String automatic(FieldSchema field) {
        DataType type = field.elementType().orElse(field.type());
        return switch (type) {
            case BOOL, INT8, INT16, INT32, INT64, FLOAT, DOUBLE, VARCHAR, JSON -> "INVERTED";
            default ->
                throw Refusal.invalid(
                        "supported field",
                        "create auto index on type:" + field.type().label() + " is not supported");
        };
    }

    private static void inverted(Map<String, String> flat, FieldSchema field) {
        if (field.type() != DataType.JSON) {
            return;
        }
        String cast = flat.get("json_cast_type");
        if (cast == null) {
            throw refusal("json index must specify cast type: missing parameter[missing_param=json_cast_type]");
        }
        require(CASTS.contains(cast), "json_cast_type " + cast + " is not supported: invalid parameter");
        String function = flat.get("json_cast_function");
        if (function != null) {
            require(
                    function.equals("STRING_TO_DOUBLE"),
                    "json_cast_function " + function + " is not supported: invalid parameter");
            require(
                    cast.equals("DOUBLE"),
                    "json_cast_function " + function + " is not supported for json_cast_type " + cast
                            + ": invalid parameter");
        }
    }

    private static void bitmap(FieldSchema field) {
        require(!field.primaryKey(), "create bitmap index on primary key not supported");
        require(
                field.type() == DataType.ARRAY || bitmapped(field.type()),
                "bitmap index are only supported on bool, int, string and array field");
        require(
                field.elementType().map(ScalarIndexes::bitmapped).orElse(true),
                "bitmap index are only supported on bool, int, string for array field");
    }

    private static boolean bitmapped(DataType type) {
        return type == DataType.BOOL || type.isInteger() || type == DataType.VARCHAR;
    }

    private static void ngram(Map<String, String> flat, FieldSchema field) {
        require(
                field.type() == DataType.VARCHAR || field.type() == DataType.JSON,
                "ngram index can only be created on VARCHAR or JSON field");
        if (field.type() == DataType.JSON) {
            String cast = flat.get("json_cast_type");
            if (cast == null) {
                throw refusal("JSON field with ngram index must specify json_cast_type: invalid parameter");
            }
            require(
                    cast.equals("VARCHAR"),
                    "JSON field with ngram index only supports VARCHAR cast type, got: " + cast
                            + ": invalid parameter");
        }
        require(
                flat.containsKey("min_gram") && flat.containsKey("max_gram"),
                "Ngram index must specify both min_gram and max_gram: invalid parameter");
        int least = gram(flat, "min_gram");
        int most = gram(flat, "max_gram");
        require(
                least > 0 && most > 0 && least <= most,
                "invalid min_gram or max_gram value for Ngram index, min_gram: " + least + ", max_gram: " + most
                        + ": invalid parameter");
    }

    private static int gram(Map<String, String> flat, String key) {
        String text = flat.getOrDefault(key, "");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw refusal(key + " for Ngram index must be an integer, got: " + text + ": invalid parameter");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refusal(otherwise);
        }
    }

    private static Refusal refusal(String message) {
        return Refusal.invalid("valid index params", "invalid index params", message);
    }
}
