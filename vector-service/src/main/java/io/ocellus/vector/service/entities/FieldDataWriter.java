package io.ocellus.vector.service.entities;

import com.google.protobuf.ByteString;
import io.milvus.grpc.ArrayArray;
import io.milvus.grpc.BoolArray;
import io.milvus.grpc.DoubleArray;
import io.milvus.grpc.FieldData;
import io.milvus.grpc.FloatArray;
import io.milvus.grpc.IDs;
import io.milvus.grpc.IntArray;
import io.milvus.grpc.JSONArray;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.ScalarField;
import io.milvus.grpc.StringArray;
import io.milvus.grpc.VectorField;
import io.ocellus.vector.storage.columns.ArrayValue;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;

/** Columns of an answer as the protocol's field data: one value a row, with a marker for each null. */
public final class FieldDataWriter {
    private FieldDataWriter() {}

    public static FieldData write(FieldSchema field, Column column) {
        FieldData.Builder out = FieldData.newBuilder()
                .setTypeValue(field.type().code())
                .setFieldName(field.name())
                .setFieldId(field.id())
                .setIsDynamic(field.dynamic());
        if (column instanceof Column.Vectors vectors) {
            out.setVectors(vectors(vectors));
        } else {
            out.setScalars(scalars(field.type(), column));
        }
        if (field.nullable() || column.hasNulls()) {
            for (int row = 0; row < column.size(); row++) {
                out.addValidData(!column.isNull(row));
            }
        }
        return out.build();
    }

    public static IDs keys(Keys keys) {
        return switch (keys) {
            case Keys.Longs longs -> {
                LongArray.Builder out = LongArray.newBuilder();
                for (long value : longs.values()) {
                    out.addData(value);
                }
                yield IDs.newBuilder().setIntId(out).build();
            }
            case Keys.Texts texts ->
                IDs.newBuilder()
                        .setStrId(StringArray.newBuilder().addAllData(texts.values()))
                        .build();
        };
    }

    private static VectorField vectors(Column.Vectors column) {
        FloatArray.Builder out = FloatArray.newBuilder();
        float[] vector = new float[column.dimension()];
        for (int row = 0; row < column.size(); row++) {
            column.copy(row, vector, 0);
            for (float value : vector) {
                out.addData(value);
            }
        }
        return VectorField.newBuilder()
                .setDim(column.dimension())
                .setFloatVector(out)
                .build();
    }

    private static ScalarField scalars(DataType type, Column column) {
        ScalarField.Builder out = ScalarField.newBuilder();
        int rows = column.size();
        switch (column) {
            case Column.Booleans booleans -> {
                BoolArray.Builder values = BoolArray.newBuilder();
                for (int row = 0; row < rows; row++) {
                    values.addData(!booleans.isNull(row) && booleans.get(row));
                }
                out.setBoolData(values);
            }
            case Column.Longs longs -> {
                if (type == DataType.INT64) {
                    LongArray.Builder values = LongArray.newBuilder();
                    for (int row = 0; row < rows; row++) {
                        values.addData(longs.isNull(row) ? 0 : longs.get(row));
                    }
                    out.setLongData(values);
                } else {
                    IntArray.Builder values = IntArray.newBuilder();
                    for (int row = 0; row < rows; row++) {
                        values.addData(longs.isNull(row) ? 0 : (int) longs.get(row));
                    }
                    out.setIntData(values);
                }
            }
            case Column.Doubles doubles -> {
                if (type == DataType.FLOAT) {
                    FloatArray.Builder values = FloatArray.newBuilder();
                    for (int row = 0; row < rows; row++) {
                        values.addData(doubles.isNull(row) ? 0 : (float) doubles.get(row));
                    }
                    out.setFloatData(values);
                } else {
                    DoubleArray.Builder values = DoubleArray.newBuilder();
                    for (int row = 0; row < rows; row++) {
                        values.addData(doubles.isNull(row) ? 0 : doubles.get(row));
                    }
                    out.setDoubleData(values);
                }
            }
            case Column.Texts texts -> {
                StringArray.Builder values = StringArray.newBuilder();
                for (int row = 0; row < rows; row++) {
                    values.addData(texts.isNull(row) ? "" : texts.get(row));
                }
                out.setStringData(values);
            }
            case Column.Documents documents -> {
                JSONArray.Builder values = JSONArray.newBuilder();
                for (int row = 0; row < rows; row++) {
                    values.addData(documents.isNull(row) ? ByteString.EMPTY : ByteString.copyFrom(documents.get(row)));
                }
                out.setJsonData(values);
            }
            case Column.Arrays arrays -> {
                ArrayArray.Builder values = ArrayArray.newBuilder()
                        .setElementTypeValue(arrays.elementType().code());
                for (int row = 0; row < rows; row++) {
                    values.addData(
                            arrays.isNull(row)
                                    ? ScalarField.getDefaultInstance()
                                    : elements(arrays.elementType(), arrays.get(row)));
                }
                out.setArrayData(values);
            }
            case Column.Vectors ignored -> throw new IllegalStateException("vectors are no scalars");
        }
        return out.build();
    }

    private static ScalarField elements(DataType type, ArrayValue array) {
        ScalarField.Builder out = ScalarField.newBuilder();
        switch (array) {
            case ArrayValue.Booleans booleans -> {
                BoolArray.Builder values = BoolArray.newBuilder();
                for (boolean value : booleans.values()) {
                    values.addData(value);
                }
                out.setBoolData(values);
            }
            case ArrayValue.Longs longs -> {
                LongArray.Builder wide = LongArray.newBuilder();
                IntArray.Builder narrow = IntArray.newBuilder();
                for (long value : longs.values()) {
                    if (type == DataType.INT64) {
                        wide.addData(value);
                    } else {
                        narrow.addData((int) value);
                    }
                }
                if (type == DataType.INT64) {
                    out.setLongData(wide);
                } else {
                    out.setIntData(narrow);
                }
            }
            case ArrayValue.Doubles doubles -> {
                DoubleArray.Builder wide = DoubleArray.newBuilder();
                FloatArray.Builder narrow = FloatArray.newBuilder();
                for (double value : doubles.values()) {
                    if (type == DataType.DOUBLE) {
                        wide.addData(value);
                    } else {
                        narrow.addData((float) value);
                    }
                }
                if (type == DataType.DOUBLE) {
                    out.setDoubleData(wide);
                } else {
                    out.setFloatData(narrow);
                }
            }
            case ArrayValue.Texts texts ->
                out.setStringData(StringArray.newBuilder().addAllData(texts.values()));
        }
        return out.build();
    }
}
