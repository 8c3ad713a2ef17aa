package io.ocellus.vector.service.search;

import io.milvus.grpc.KeyValuePair;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.SearchRequest.Grouping;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a grouping search, by Milvus' rules. */
final class GroupParameters {
    private static final long MOST = 10;

    private GroupParameters() {}

    static Optional<Grouping> of(List<KeyValuePair> pairs, CollectionSchema schema, SearchParameters parameters) {
        Map<String, String> given = Pairs.map(pairs);
        String name = given.getOrDefault("group_by_field", "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        FieldSchema field = schema.field(name)
                .or(schema::dynamicField)
                .orElseThrow(() ->
                        new Refusal(1700, "groupBy field not found in schema: field not found[field=" + name + "]"));
        int size = size(given.getOrDefault("group_size", "1"));
        if ("true".equalsIgnoreCase(given.get("iterator"))
                || parameters.iterator().isPresent()) {
            throw Refusal.invalid("", "", "Not allowed to do groupBy when doing iteration");
        }
        if (parameters.range().isPresent()) {
            throw Refusal.invalid("", "", "Not allowed to do range-search when doing search-group-by");
        }
        if (field.type() == DataType.JSON) {
            throw new Failure.Absent("grouping by JSON values is not available yet (" + name + ")");
        }
        boolean groups = field.type() == DataType.BOOL || field.type().isInteger() || field.type() == DataType.VARCHAR;
        if (!groups) {
            throw Refusal.unexpected("unsupported data type for group by operator: "
                    + field.type().label());
        }
        return Optional.of(new Grouping(field.id(), size));
    }

    private static int size(String text) {
        long size;
        try {
            size = Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.invalid("failed to parse input group size:" + text);
        }
        if (size <= 0) {
            throw Refusal.invalid("input group size:" + size + " is negative, failed to do search_groupby");
        }
        if (size > MOST) {
            throw Refusal.invalid("input group size:" + size + " exceeds configured max group size:" + MOST);
        }
        return (int) size;
    }
}
