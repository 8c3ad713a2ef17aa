package io.ocellus.vector.storage.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaJsonTest {
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.1, 1e300, 3})
    void everyDefaultComesBackAsItWasKept(double standard) {
        FieldSchema field = FieldSchema.of("f", DataType.DOUBLE)
                .withId(FieldSchema.FIRST_ID)
                .asNullable()
                .withDefault(new Scalar.Real(standard));
        CollectionSchema read = SchemaJson.read(SchemaJson.write(new CollectionSchema(List.of(field))));
        assertThat(read.fields().getFirst().defaultValue()).contains(new Scalar.Real(standard));
    }
}
