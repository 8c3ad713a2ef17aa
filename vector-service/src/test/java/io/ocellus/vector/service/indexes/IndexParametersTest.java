package io.ocellus.vector.service.indexes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milvus.grpc.KeyValuePair;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IndexParametersTest {
    private static final FieldSchema VECTOR = FieldSchema.vector("v", 16);

    @ParameterizedTest
    @EnumSource(value = IndexType.class, mode = EnumSource.Mode.EXCLUDE, names = "BIN_FLAT")
    void whatTheEngineBuildsOfFloatsIsOffered(IndexType type) {
        assertThat(read(type.name(), "{}")).containsEntry("index_type", type.name());
    }

    @Test
    void numbersAreEchoedAsTheyWereSent() {
        assertThat(read("hnsw", "{\"M\": \"16\", \"efConstruction\": 200, \"mine\": true}"))
                .isEqualTo(Map.of(
                        "index_type", "HNSW", "metric_type", "L2", "M", "16", "efConstruction", "200", "mine", "true"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HNSW|{\"M\": 1}|param 'M' (1) should be in range [2, 2048]",
                "HNSW|{\"M\": \"x\"}|param 'M' (x) should be an integer in range [2, 2048]",
                "HNSW_SQ|{\"efConstruction\": 0}|param 'efConstruction' (0) should be in range [1, 2147483647]",
                "HNSW_SQ|{\"sq_type\": \"FP32\"}|invalid scalar quantizer type",
                "HNSW_PQ|{\"m\": 7}|should be a multiple of the number of subquantizers (m). Dimension: 16, m: 7",
                "BIN_FLAT|{}|data type FloatVector can't build with this index BIN_FLAT",
                "SCANN|{\"nlist\": 65537}|param 'nlist' (65537) should be in range [1, 65536]",
            })
    void aNumberOutsideItsRangeIsRefusedWithTheRange(String type, String numbers, String told) {
        assertThatThrownBy(() -> read(type, numbers))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(told)
                .hasMessageEndingWith("invalid index params]");
    }

    @Test
    void aTypeOfMilvusThatIsNotBuiltIsAbsentAndNonsenseIsRefused() {
        assertThatThrownBy(() -> read("DISKANN", "{}"))
                .isInstanceOf(Failure.Absent.class)
                .hasMessageContaining("DISKANN is not available yet");
        assertThatThrownBy(() -> read("SCANNER", "{}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("invalid index type: SCANNER");
    }

    private static Map<String, String> read(String type, String numbers) {
        List<KeyValuePair> pairs = new ArrayList<>();
        Map.of("index_type", type, "metric_type", "L2", "params", numbers)
                .forEach((key, value) -> pairs.add(
                        KeyValuePair.newBuilder().setKey(key).setValue(value).build()));
        return IndexParameters.of(pairs, VECTOR);
    }
}
