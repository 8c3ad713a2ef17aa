package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a collection, a field and a name may be: Milvus' limits. Stateless. */
final class Definitions {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MOST_FIELDS = 64;
    private static final int MOST_VECTOR_FIELDS = 4;
    private static final int MOST_DIMENSION = 32_768;
    private static final int MOST_LENGTH = 65_535;
    private static final int MOST_CAPACITY = 4096;
    private static final int MOST_SHARDS = 16;

    private Definitions() {}

    static void checkName(String what, String name) {
        if (name.isEmpty()) {
            throw new Failure.Invalid(
                    "Invalid " + what + " name: " + name + ". the " + what + " name should not be empty");
        }
        if (name.length() > 255) {
            throw new Failure.Invalid("Invalid " + what + " name: " + name + ". the length of a " + what
                    + " name must be less than 255 characters");
        }
        char first = name.charAt(0);
        if (first != '_' && !(first >= 'a' && first <= 'z') && !(first >= 'A' && first <= 'Z')) {
            throw new Failure.Invalid("Invalid " + what + " name: " + name + ". the first character of a " + what
                    + " name must be an underscore or letter");
        }
        if (!NAME.matcher(name).matches()) {
            throw new Failure.Invalid("Invalid " + what + " name: " + name + ". " + what
                    + " name can only contain numbers, letters and underscores");
        }
    }

    /** The schema with ids, checked. */
    static CollectionSchema checked(CollectionDefinition definition) {
        checkName("collection", definition.name().name());
        if (definition.shards() < 0 || definition.shards() > MOST_SHARDS) {
            throw new Failure.Invalid("maximum shards's number should be limited to " + MOST_SHARDS);
        }
        List<FieldSchema> fields = definition.schema().fields();
        if (fields.size() > MOST_FIELDS) {
            throw new Failure.Invalid("maximum field's number should be limited to " + MOST_FIELDS);
        }
        Set<String> names = new HashSet<>();
        List<FieldSchema> numbered = new ArrayList<>();
        int keys = 0;
        int vectors = 0;
        for (FieldSchema field : fields) {
            if (!field.dynamic()) {
                checkName("field", field.name());
            }
            if (!names.add(field.name())) {
                throw new Failure.Invalid("duplicated field name " + field.name());
            }
            checkField(field);
            keys += field.primaryKey() ? 1 : 0;
            vectors += field.isVector() ? 1 : 0;
            numbered.add(field.withId(FieldSchema.FIRST_ID + numbered.size()));
        }
        if (keys != 1) {
            throw new Failure.Invalid(
                    keys == 0 ? "primary key is not specified" : "there are more than one primary key");
        }
        if (vectors == 0) {
            throw new Failure.Invalid("schema does not contain vector field");
        }
        if (vectors > MOST_VECTOR_FIELDS) {
            throw new Failure.Invalid("maximum vector field's number should be limited to " + MOST_VECTOR_FIELDS);
        }
        return new CollectionSchema(numbered);
    }

    /** A field that comes to a collection which is there, with its id, checked. */
    static FieldSchema added(CollectionSchema present, FieldSchema field) {
        checkName("field", field.name());
        long declared =
                present.fields().stream().filter(each -> !each.dynamic()).count();
        if (declared >= MOST_FIELDS) {
            throw new Failure.Invalid("The number of fields has reached the maximum value " + MOST_FIELDS);
        }
        if (field.isVector() || field.primaryKey() || field.partitionKey() || field.dynamic()) {
            throw new Failure.Invalid("field " + field.name()
                    + ": neither vectors nor keys nor a dynamic field can be added to a collection");
        }
        if (!field.nullable()) {
            throw new Failure.Invalid("added field must be nullable, please check it, field name = " + field.name());
        }
        if (present.field(field.name()).isPresent()) {
            throw new Failure.Invalid("duplicate field name: " + field.name());
        }
        checkField(field);
        return field.withId(present.lastField() + 1);
    }

    static void checkField(FieldSchema field) {
        if (!field.type().stored()) {
            throw new Failure.Absent(
                    "field " + field.name() + ": the type " + field.type().label() + " is not built yet");
        }
        if (field.primaryKey() && field.type() != DataType.INT64 && field.type() != DataType.VARCHAR) {
            throw new Failure.Invalid("the data type of primary key should be Int64 or VarChar");
        }
        if (field.primaryKey() && (field.nullable() || field.defaultValue().isPresent())) {
            throw new Failure.Invalid("primary field is neither nullable nor has a default value");
        }
        if (field.defaultValue().orElse(null) instanceof Scalar.Real(double value) && !Double.isFinite(value)) {
            throw new Failure.Invalid(
                    "the default value of field " + field.name() + " is not a number or infinite: " + value);
        }
        if (field.autoId() && !field.primaryKey()) {
            throw new Failure.Invalid("only primary field can speficy AutoID with true, field name = " + field.name());
        }
        if (field.isVector() && (field.nullable() || field.defaultValue().isPresent())) {
            throw new Failure.Invalid("vector type not support null or default: " + field.name());
        }
        if (field.isVector() && (field.dimension() < 2 || field.dimension() > MOST_DIMENSION)) {
            throw new Failure.Invalid("invalid dimension: " + field.dimension() + " of field " + field.name()
                    + ". float vector dimension should be in range 2 ~ " + MOST_DIMENSION);
        }
        if (field.type() == DataType.VARCHAR) {
            checkLength(field);
        }
        if (field.type() == DataType.ARRAY) {
            DataType element = field.elementType()
                    .orElseThrow(() -> new Failure.Invalid(
                            "element data type of the array field " + field.name() + " is not given"));
            if (element == DataType.VARCHAR) {
                checkLength(field);
            } else if (!element.isNumeric() && element != DataType.BOOL) {
                throw new Failure.Invalid("element type " + element.label() + " is not supported");
            }
            if (field.maxCapacity() < 1 || field.maxCapacity() > MOST_CAPACITY) {
                throw new Failure.Invalid("the maximum capacity specified for an Array should be in (0, "
                        + MOST_CAPACITY + "], field: " + field.name());
            }
        }
    }

    private static void checkLength(FieldSchema field) {
        if (field.maxLength() < 1 || field.maxLength() > MOST_LENGTH) {
            throw new Failure.Invalid("the maximum length specified for the field(" + field.name()
                    + ") should be in (0, " + MOST_LENGTH + "], but got " + field.maxLength() + " instead");
        }
    }
}
