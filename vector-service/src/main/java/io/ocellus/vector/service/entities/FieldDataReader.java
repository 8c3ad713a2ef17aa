package io.ocellus.vector.service.entities;

import io.milvus.grpc.FieldData;
import io.milvus.grpc.ScalarField;
import io.milvus.grpc.VectorField;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.columns.ArrayValue;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * One field of an insert as a column, checked by Milvus' rules. Null rows may be left out of the values or stand there with any value:
 * clients do both.
 */
final class FieldDataReader {
    private static final int LONGEST_JSON = 65_536;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(256).build())
            .build();

    private final FieldSchema field;
    private final FieldData data;
    private final int rows;
    private final BitSet nulls;
    private final int given;
    /** Where each row's value stands among the given ones. */
    private final int[] places;

    private FieldDataReader(FieldSchema field, FieldData data, int rows) {
        this.field = field;
        this.data = data;
        this.rows = rows;
        this.nulls = nulls();
        this.given = given();
        this.places = places();
    }

    static Column read(FieldSchema field, FieldData data, int rows) {
        return new FieldDataReader(field, data, rows).column();
    }

    private BitSet nulls() {
        BitSet nulls = new BitSet();
        int count = data.getValidDataCount();
        if (count == 0) {
            return nulls;
        }
        if (count != rows) {
            throw Refusal.invalid(rows, count, "the length of valid_data of field(" + field.name() + ") is wrong");
        }
        for (int row = 0; row < rows; row++) {
            nulls.set(row, !data.getValidData(row));
        }
        if (!nulls.isEmpty() && !field.nullable() && field.defaultValue().isEmpty()) {
            throw Refusal.invalid("the field(" + field.name() + ") is not nullable but got null");
        }
        return nulls;
    }

    private int[] places() {
        int[] places = new int[rows];
        boolean compact = given != rows;
        if (compact && given != rows - nulls.cardinality()) {
            throw Refusal.invalid(
                    rows,
                    given,
                    "the num_rows (" + given + ") of field (" + field.name() + ") is not equal to passed num_rows ("
                            + rows + ")");
        }
        int next = 0;
        for (int row = 0; row < rows; row++) {
            places[row] = compact ? nulls.get(row) ? -1 : next++ : row;
        }
        return places;
    }

    private int given() {
        ScalarField scalars = data.getScalars();
        return switch (field.type()) {
            case BOOL -> scalars.getBoolData().getDataCount();
            case INT8, INT16, INT32 -> scalars.getIntData().getDataCount();
            case INT64 -> scalars.getLongData().getDataCount();
            case FLOAT -> scalars.getFloatData().getDataCount();
            case DOUBLE -> scalars.getDoubleData().getDataCount();
            case VARCHAR -> scalars.getStringData().getDataCount();
            case JSON -> scalars.getJsonData().getDataCount();
            case ARRAY -> scalars.getArrayData().getDataCount();
            case FLOAT_VECTOR -> vectorCount();
            default ->
                throw Refusal.invalid("undefined data type:" + field.type().label());
        };
    }

    private int vectorCount() {
        VectorField vectors = data.getVectors();
        if (vectors.getDataCase() != VectorField.DataCase.FLOAT_VECTOR) {
            throw Refusal.invalid(
                    "need float vector",
                    "got nil",
                    "float vector field '" + field.name() + "' is illegal, array type mismatch");
        }
        int components = vectors.getFloatVector().getDataCount();
        if (vectors.getDim() != field.dimension() || components % field.dimension() != 0) {
            throw Refusal.invalid(
                    field.dimension(),
                    vectors.getDim(),
                    "the dim (" + vectors.getDim() + ") of field data(" + field.name()
                            + ") is not equal to schema dim (" + field.dimension() + ")");
        }
        return components / field.dimension();
    }

    private Column column() {
        ScalarField scalars = data.getScalars();
        return switch (field.type()) {
            case BOOL -> {
                boolean[] values = new boolean[rows];
                each((row, place) -> values[row] = scalars.getBoolData().getData(place));
                yield HeapColumns.booleans(values, nulls);
            }
            case INT8, INT16, INT32, INT64 -> integers(scalars);
            case FLOAT -> {
                double[] values = new double[rows];
                each((row, place) -> values[row] = finite(scalars.getFloatData().getData(place)));
                yield HeapColumns.doubles(DataType.FLOAT, values, nulls);
            }
            case DOUBLE -> {
                double[] values = new double[rows];
                each((row, place) ->
                        values[row] = finite(scalars.getDoubleData().getData(place)));
                yield HeapColumns.doubles(DataType.DOUBLE, values, nulls);
            }
            case VARCHAR -> {
                String[] values = new String[rows];
                java.util.Arrays.fill(values, "");
                each((row, place) -> values[row] = text(scalars.getStringData().getData(place), row));
                yield HeapColumns.texts(values, nulls);
            }
            case JSON -> documents(scalars);
            case ARRAY -> arrays(scalars);
            case FLOAT_VECTOR -> vectors();
            default ->
                throw Refusal.invalid("undefined data type:" + field.type().label());
        };
    }

    private interface Place {
        void take(int row, int place);
    }

    private void each(Place place) {
        for (int row = 0; row < rows; row++) {
            if (!nulls.get(row)) {
                place.take(row, places[row]);
            }
        }
    }

    private Column integers(ScalarField scalars) {
        long[] values = new long[rows];
        if (field.type() == DataType.INT64) {
            each((row, place) -> values[row] = scalars.getLongData().getData(place));
        } else {
            each((row, place) -> values[row] = inRange(scalars.getIntData().getData(place), field.type()));
        }
        return HeapColumns.longs(field.type(), values, nulls);
    }

    private long inRange(long value, DataType type) {
        if (value < type.minimum() || value > type.maximum()) {
            throw Refusal.invalid(
                    "integer doesn't overflow",
                    "out of range",
                    "the " + value + " of field '" + field.name() + "' is out of range of " + type.label()
                            + ", it should be in [" + type.minimum() + ", " + type.maximum() + "]");
        }
        return value;
    }

    private double finite(double value) {
        if (!Double.isFinite(value)) {
            throw Refusal.unexpected(
                    "value '" + goName(value) + "' is not a number or infinity (field " + field.name() + ")");
        }
        return value;
    }

    private static String goName(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    private String text(String value, int row) {
        int length = utf8Length(value);
        if (length > field.maxLength()) {
            throw Refusal.invalid("length of varchar field " + field.name() + " exceeds max length, row number: " + row
                    + ", length: " + length + ", max length: " + field.maxLength());
        }
        return value;
    }

    private static int utf8Length(String value) {
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // A pair of surrogates makes four bytes, so each of the two counts two.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    private Column documents(ScalarField scalars) {
        byte[][] values = new byte[rows][];
        java.util.Arrays.fill(values, "{}".getBytes(StandardCharsets.UTF_8));
        each((row, place) ->
                values[row] = document(scalars.getJsonData().getData(place).toByteArray(), row));
        return HeapColumns.documents(values, nulls);
    }

    private byte[] document(byte[] value, int row) {
        if (value.length > LONGEST_JSON) {
            throw Refusal.invalid(
                    field.dynamic() ? "valid length dynamic field" : "valid length json string",
                    "length exceeds max length",
                    "the length (" + value.length + ") of " + (field.dynamic() ? "dynamic" : "json") + " field ("
                            + field.name() + ") exceeds max length (" + LONGEST_JSON + ")");
        }
        try (JsonParser parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), value)) {
            boolean object = parser.nextToken() == tools.jackson.core.JsonToken.START_OBJECT;
            if (field.dynamic() && !object) {
                throw Refusal.invalid("the dynamic field of row " + row + " is not a JSON object");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw Refusal.invalid(
                        "the value of json field " + field.name() + " in row " + row + " has something after its end");
            }
        } catch (JacksonException e) {
            throw Refusal.invalid("the value of json field " + field.name() + " in row " + row + " is not JSON: "
                    + e.getOriginalMessage());
        }
        return value;
    }

    private Column arrays(ScalarField scalars) {
        DataType element = field.elementType().orElseThrow();
        List<ArrayValue> values = new ArrayList<>(rows);
        ArrayValue empty = arrayValue(element, ScalarField.getDefaultInstance(), 0);
        for (int row = 0; row < rows; row++) {
            values.add(
                    nulls.get(row)
                            ? empty
                            : arrayValue(element, scalars.getArrayData().getData(places[row]), row));
        }
        return HeapColumns.arrays(element, values, nulls);
    }

    private ArrayValue arrayValue(DataType element, ScalarField values, int row) {
        ArrayValue array = elements(element, values, row);
        if (array.length() > field.maxCapacity()) {
            throw Refusal.invalid(
                    "valid length array",
                    "array length exceeds max capacity",
                    "the length (" + array.length() + ") of " + row + "th array exceeds max capacity ("
                            + field.maxCapacity() + ")");
        }
        return array;
    }

    private ArrayValue elements(DataType element, ScalarField values, int row) {
        ScalarField.DataCase expected = switch (element) {
            case BOOL -> ScalarField.DataCase.BOOL_DATA;
            case INT8, INT16, INT32 -> ScalarField.DataCase.INT_DATA;
            case INT64 -> ScalarField.DataCase.LONG_DATA;
            case FLOAT -> ScalarField.DataCase.FLOAT_DATA;
            case DOUBLE -> ScalarField.DataCase.DOUBLE_DATA;
            default -> ScalarField.DataCase.STRING_DATA;
        };
        if (values.getDataCase() != expected && values.getDataCase() != ScalarField.DataCase.DATA_NOT_SET) {
            throw Refusal.invalid(
                    element.label() + " array", values.getDataCase() + " array", "insert data does not match");
        }
        return switch (element) {
            case BOOL -> {
                boolean[] booleans = new boolean[values.getBoolData().getDataCount()];
                for (int i = 0; i < booleans.length; i++) {
                    booleans[i] = values.getBoolData().getData(i);
                }
                yield new ArrayValue.Booleans(booleans);
            }
            case INT8, INT16, INT32 ->
                new ArrayValue.Longs(values.getIntData().getDataList().stream()
                        .mapToLong(value -> inRange(value, element))
                        .toArray());
            case INT64 ->
                new ArrayValue.Longs(values.getLongData().getDataList().stream()
                        .mapToLong(Long::longValue)
                        .toArray());
            case FLOAT ->
                new ArrayValue.Doubles(values.getFloatData().getDataList().stream()
                        .mapToDouble(this::finiteFloat)
                        .toArray());
            case DOUBLE ->
                new ArrayValue.Doubles(values.getDoubleData().getDataList().stream()
                        .mapToDouble(this::finite)
                        .toArray());
            default -> {
                List<String> texts = new ArrayList<>();
                for (String text : values.getStringData().getDataList()) {
                    int length = utf8Length(text);
                    if (length > field.maxLength()) {
                        throw Refusal.invalid("length of VarChar array field \"" + field.name()
                                + "\" exceeds max length, row number: " + row + ", array index: " + texts.size()
                                + ", length: " + length + ", max length: " + field.maxLength());
                    }
                    texts.add(text);
                }
                yield new ArrayValue.Texts(texts);
            }
        };
    }

    private double finiteFloat(Float value) {
        return finite(value);
    }

    private Column vectors() {
        int dimension = field.dimension();
        float[] flat = new float[rows * dimension];
        io.milvus.grpc.FloatArray values = data.getVectors().getFloatVector();
        for (int i = 0; i < flat.length; i++) {
            float value = values.getData(i);
            if (!Float.isFinite(value)) {
                throw Refusal.unexpected(
                        "value '" + goName(value) + "' is not a number or infinity (field " + field.name() + ")");
            }
            flat[i] = value;
        }
        return HeapColumns.vectors(dimension, flat, nulls);
    }
}
