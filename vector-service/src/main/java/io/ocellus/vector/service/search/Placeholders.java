package io.ocellus.vector.service.search;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.milvus.grpc.PlaceholderGroup;
import io.milvus.grpc.PlaceholderType;
import io.milvus.grpc.PlaceholderValue;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The query vectors of a search. */
final class Placeholders {
    private static final int MOST_QUERIES = 16_384;

    private Placeholders() {}

    static List<float[]> vectors(ByteString encoded, FieldSchema field) {
        PlaceholderGroup group;
        try {
            group = PlaceholderGroup.parseFrom(encoded);
        } catch (InvalidProtocolBufferException e) {
            throw Refusal.unexpected("the query vectors cannot be read: " + e.getMessage());
        }
        List<float[]> vectors = new ArrayList<>();
        for (PlaceholderValue placeholder : group.getPlaceholdersList()) {
            if (placeholder.getType() != PlaceholderType.FloatVector) {
                String sent = placeholder.getType().toString();
                if (placeholder.getType() == PlaceholderType.VarChar) {
                    throw new Failure.Absent("searching by text is not available yet");
                }
                throw Refusal.invalid("vector type must be the same, field " + field.name() + " - type "
                        + vectorName(field) + ", search info type " + vectorName(sent));
            }
            placeholder.getValuesList().forEach(value -> vectors.add(vector(value, field)));
        }
        if (vectors.isEmpty() || vectors.size() > MOST_QUERIES) {
            throw Refusal.unexpected("nq [" + vectors.size()
                    + "] is invalid, nq (number of search vector per search request) should be in range [1, "
                    + MOST_QUERIES + "], but got " + vectors.size());
        }
        return vectors;
    }

    private static float[] vector(ByteString bytes, FieldSchema field) {
        if (bytes.size() != field.dimension() * Float.BYTES) {
            throw Refusal.unexpected("vector dimension mismatch, expected vector size(byte) "
                    + field.dimension() * Float.BYTES + ", actual " + bytes.size() + ".");
        }
        FloatBuffer values =
                bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] vector = new float[field.dimension()];
        values.get(vector);
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw Refusal.unexpected("value '" + value + "' is not a number or infinity in a query vector");
            }
        }
        return vector;
    }

    private static String vectorName(FieldSchema field) {
        return "VECTOR_FLOAT(" + field.type().label() + ")";
    }

    private static String vectorName(String type) {
        return "VECTOR(" + type + ")";
    }
}
