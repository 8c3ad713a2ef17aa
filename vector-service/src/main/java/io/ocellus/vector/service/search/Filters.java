package io.ocellus.vector.service.search;

import io.milvus.grpc.TemplateArrayValue;
import io.milvus.grpc.TemplateValue;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.expressions.Expressions;
import io.ocellus.vector.storage.expressions.InvalidExpression;
import io.ocellus.vector.storage.expressions.Value;
import io.ocellus.vector.storage.schema.CollectionSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Filter texts with their template values as compiled filters; errors in Milvus' words. */
public final class Filters {
    private final Expressions expressions;

    public Filters(Expressions expressions) {
        this.expressions = expressions;
    }

    /**
     * @param plan {@code query} or {@code delete}, for the message
     * @return empty where the text says nothing
     */
    public Optional<RowFilter> compile(
            String plan, String text, CollectionSchema schema, Map<String, TemplateValue> parameters) {
        Map<String, Value> values = new HashMap<>();
        parameters.forEach((name, value) -> values.put(name, value(value)));
        try {
            return expressions.compile(text, schema, values);
        } catch (InvalidExpression e) {
            throw Refusal.invalid("failed to create " + plan + " plan: " + e.text());
        }
    }

    private static Value value(TemplateValue value) {
        return switch (value.getValCase()) {
            case BOOL_VAL -> new Value.Bool(value.getBoolVal());
            case INT64_VAL -> new Value.Int(value.getInt64Val());
            case FLOAT_VAL -> new Value.Real(value.getFloatVal());
            case STRING_VAL -> new Value.Text(value.getStringVal());
            case ARRAY_VAL -> array(value.getArrayVal(), 0);
            case VAL_NOT_SET -> throw Refusal.invalid("a template value has no value");
        };
    }

    private static Value array(TemplateArrayValue array, int depth) {
        if (depth > 8) {
            throw Refusal.invalid("a template value is nested too deep");
        }
        List<Value> values = switch (array.getDataCase()) {
            case BOOL_DATA ->
                array.getBoolData().getDataList().stream()
                        .map(value -> (Value) new Value.Bool(value))
                        .toList();
            case LONG_DATA ->
                array.getLongData().getDataList().stream()
                        .map(value -> (Value) new Value.Int(value))
                        .toList();
            case DOUBLE_DATA ->
                array.getDoubleData().getDataList().stream()
                        .map(value -> (Value) new Value.Real(value))
                        .toList();
            case STRING_DATA ->
                array.getStringData().getDataList().stream()
                        .map(value -> (Value) new Value.Text(value))
                        .toList();
            case ARRAY_DATA ->
                array.getArrayData().getDataList().stream()
                        .map(value -> array(value, depth + 1))
                        .toList();
            case JSON_DATA -> throw Refusal.invalid("a list of mixed kinds is not taken as a template value");
            case DATA_NOT_SET -> List.of();
        };
        return new Value.Items(values);
    }
}
