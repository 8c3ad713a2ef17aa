package io.ocellus.vector.storage.schema;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
        return new FieldSchema(
                0,
                name,
                "",
                type,
                false,
                false,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                false,
                Map.of());
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
        return new FieldSchema(
                0,
                DYNAMIC_NAME,
                "",
                DataType.JSON,
                false,
                false,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                true,
                Map.of());
    }

    public FieldSchema withId(int newId) {
        return new FieldSchema(
                newId,
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

    public FieldSchema withDescription(String text) {
        return new FieldSchema(
                id,
                name,
                text,
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

    public FieldSchema asPrimaryKey(boolean generated) {
        return new FieldSchema(
                id,
                name,
                description,
                type,
                true,
                generated,
                partitionKey,
                clusteringKey,
                false,
                defaultValue,
                elementType,
                dimension,
                maxLength,
                maxCapacity,
                dynamic,
                parameters);
    }

    public FieldSchema asPartitionKey() {
        return new FieldSchema(
                id,
                name,
                description,
                type,
                primaryKey,
                autoId,
                true,
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

    public FieldSchema withMaxCapacity(int value) {
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
                value,
                dynamic,
                parameters);
    }

    public FieldSchema asNullable() {
        return new FieldSchema(
                id,
                name,
                description,
                type,
                primaryKey,
                autoId,
                partitionKey,
                clusteringKey,
                true,
                defaultValue,
                elementType,
                dimension,
                maxLength,
                maxCapacity,
                dynamic,
                parameters);
    }

    public FieldSchema withDefault(Scalar value) {
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
                Optional.of(value),
                elementType,
                dimension,
                maxLength,
                maxCapacity,
                dynamic,
                parameters);
    }

    public FieldSchema withDimension(int value) {
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
                value,
                maxLength,
                maxCapacity,
                dynamic,
                parameters);
    }

    public FieldSchema withMaxLength(int value) {
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
                value,
                maxCapacity,
                dynamic,
                parameters);
    }

    public FieldSchema withElements(DataType element, int capacity) {
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
                Optional.of(element),
                dimension,
                maxLength,
                capacity,
                dynamic,
                parameters);
    }

    public FieldSchema withParameters(Map<String, String> values) {
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
                values);
    }

    public boolean isVector() {
        return type.isVector();
    }
}
