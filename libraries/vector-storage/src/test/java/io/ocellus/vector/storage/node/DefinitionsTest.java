package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {
    private static FieldSchema real(double standard) {
        return FieldSchema.of("f", DataType.FLOAT).asNullable().withDefault(new Scalar.Real(standard));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aDefaultThatIsNoNumberIsRefused(double standard) {
        assertThatThrownBy(() -> Definitions.checkField(real(standard)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("not a number or infinite");
    }

    @Test
    void aFiniteDefaultIsTaken() {
        assertThatCode(() -> Definitions.checkField(real(-1.5))).doesNotThrowAnyException();
    }
}
