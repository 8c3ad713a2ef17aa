package io.ocellus.vector.storage.schema;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One field. {@code id} is 0 until the collection exists, then counts from 100 in declaration order.
 *
 * @param partitionKey whether its value says in which partition a row lies
 * @param clusteringKey whether the client wants rows of near values near each other: told back, nothing is moved
 * @param elementType type of an ARRAY's elements
 * @param dimension of vectors, else 0
 * @param maxLength of VARCHAR (and of a text array's elements) in UTF-8 bytes, else 0
 * @param maxCapacity of ARRAY in elements, else 0
 * @param dynamic true for {@code $meta}, which carries what no field declares
 * @param parameters what the client declared besides, kept for describe
 */
public record FieldSchema(
        int id,
        String name,
        String description,
        DataType type,
        boolean primaryKey,
        boolean autoId,
        boolean partitionKey,
        boolean clusteringKey,
        boolean nullable,
        Optional<Scalar> defaultValue,
        Optional<DataType> elementType,
        int dimension,
        int maxLength,
        int maxCapacity,
        boolean dynamic,
        Map<String, String> parameters) {

    /** The first id of a user's field; those below belong to the system. */
    public static final int FIRST_ID = 100;

    /** Name of the dynamic field. */
    public static final String DYNAMIC_NAME = "$meta";

    public FieldSchema {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(type, "type is null");
        parameters = Map.copyOf(parameters);
    }

    public static FieldSchema of(String name, DataType type) {
        return new Draft(name, type).made();
    }

    public static FieldSchema primaryKey(String name, DataType type) {
        return of(name, type).asPrimaryKey(false);
    }

    public static FieldSchema vector(String name, int dimension) {
        return of(name, DataType.FLOAT_VECTOR).withDimension(dimension);
    }

    public static FieldSchema text(String name, int maxLength) {
        return of(name, DataType.VARCHAR).withMaxLength(maxLength);
    }

    public static FieldSchema array(String name, DataType elementType, int maxCapacity) {
        return of(name, DataType.ARRAY).withElements(elementType, maxCapacity);
    }

    public static FieldSchema dynamicField() {
        return of(DYNAMIC_NAME, DataType.JSON).changed(field -> field.dynamic = true);
    }

    public FieldSchema withId(int newId) {
        return changed(field -> field.id = newId);
    }

    public FieldSchema withDescription(String text) {
        return changed(field -> field.description = text);
    }

    public FieldSchema asPrimaryKey(boolean generated) {
        return changed(field -> {
            field.primaryKey = true;
            field.autoId = generated;
            field.nullable = false;
        });
    }

    public FieldSchema asPartitionKey() {
        return changed(field -> field.partitionKey = true);
    }

    public FieldSchema asNullable() {
        return changed(field -> field.nullable = true);
    }

    public FieldSchema withDefault(Scalar value) {
        return changed(field -> field.defaultValue = Optional.of(value));
    }

    public FieldSchema withDimension(int value) {
        return changed(field -> field.dimension = value);
    }

    public FieldSchema withMaxLength(int value) {
        return changed(field -> field.maxLength = value);
    }

    public FieldSchema withMaxCapacity(int value) {
        return changed(field -> field.maxCapacity = value);
    }

    public FieldSchema withElements(DataType element, int capacity) {
        return changed(field -> {
            field.elementType = Optional.of(element);
            field.maxCapacity = capacity;
        });
    }

    public FieldSchema withParameters(Map<String, String> values) {
        return changed(field -> field.parameters = values);
    }

    private FieldSchema changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.made();
    }

    /** A field while it is put together. */
    private static final class Draft {
        private final String name;
        private final DataType type;
        private int id;
        private String description = "";
        private boolean primaryKey;
        private boolean autoId;
        private boolean partitionKey;
        private boolean clusteringKey;
        private boolean nullable;
        private Optional<Scalar> defaultValue = Optional.empty();
        private Optional<DataType> elementType = Optional.empty();
        private int dimension;
        private int maxLength;
        private int maxCapacity;
        private boolean dynamic;
        private Map<String, String> parameters = Map.of();

        Draft(String name, DataType type) {
            this.name = name;
            this.type = type;
        }

        Draft(FieldSchema from) {
            this(from.name, from.type);
            id = from.id;
            description = from.description;
            primaryKey = from.primaryKey;
            autoId = from.autoId;
            partitionKey = from.partitionKey;
            clusteringKey = from.clusteringKey;
            nullable = from.nullable;
            defaultValue = from.defaultValue;
            elementType = from.elementType;
            dimension = from.dimension;
            maxLength = from.maxLength;
            maxCapacity = from.maxCapacity;
            dynamic = from.dynamic;
            parameters = from.parameters;
        }

        FieldSchema made() {
            return new FieldSchema(
                    id,
                    name,
                    description,
                    type,
                    primaryKey,
                    autoId,
                    partitionKey,
                    clusteringKey,
                    nullable,
                    defaultValue,
                    elementType,
                    dimension,
                    maxLength,
                    maxCapacity,
                    dynamic,
                    parameters);
        }
    }

    public boolean isVector() {
        return type.isVector();
    }
}
