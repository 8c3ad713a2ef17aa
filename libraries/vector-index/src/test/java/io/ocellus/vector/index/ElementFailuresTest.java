package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused of vectors whose numbers are halves, whole numbers or bits, and in which words. */
class ElementFailuresTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"FLOAT16,31744,Infinity", "FLOAT16,-512,NaN", "BFLOAT16,32640,Infinity", "BFLOAT16,32704,NaN"})
    void halvesThatAreNoNumbersAreRefusedWithTheirRow(ElementType element, short bits, String told) {
        Elements rows = Elements.random(element, 50, 12, 1);
        Elements.put16(rows.bytes(), 31 * 12 + 5, bits);
        assertThatThrownBy(() -> build("FLAT", Metric.L2, rows))
                .isInstanceOf(IndexFailure.InvalidVector.class)
                .hasMessage("vector 31 holds " + told + " at position 5: every number must be finite");
        assertThatThrownBy(() -> build("HNSW", Metric.L2, rows)).isInstanceOf(IndexFailure.InvalidVector.class);
        assertThat(folder).isEmptyDirectory();
        Elements good = Elements.random(element, 50, 12, 1);
        try (VectorIndex index = build("FLAT", Metric.L2, good)) {
            assertThatThrownBy(() -> index.search(rows.bytes(), 50, 3, SearchParameters.defaults(), Acceptance.all()))
                    .hasMessageStartingWith("vector 31 holds " + told);
        }
    }

    @Test
    void halvesSoLongThatDistancesOverflowAreRefused() {
        Elements rows = Elements.random(ElementType.BFLOAT16, 50, 12, 1);
        Elements.put16(rows.bytes(), 31 * 12 + 5, (short) (Float.floatToRawIntBits(1e20f) >>> 16));
        for (String type : new String[] {"FLAT", "HNSW", "IVF_FLAT"}) {
            assertThatThrownBy(() -> build(type, Metric.L2, rows))
                    .isInstanceOf(IndexFailure.InvalidVector.class)
                    .hasMessageStartingWith("vector 31 has the length ");
        }
        try (VectorIndex index = build("FLAT", Metric.COSINE, rows)) {
            assertThat(index.search(rows.row(31), 1, SearchParameters.defaults(), Acceptance.all())
                            .row(0))
                    .isEqualTo(31);
        }
    }

    @Test
    void bytesOfTheWrongLengthOrKindAreRefused() {
        assertThatThrownBy(() -> VectorSource.of(ElementType.FLOAT16, new byte[21], 10))
                .hasMessage("an array of 21 bytes does not hold rows of 10 numbers of FLOAT16, 20 bytes each");
        assertThatThrownBy(() -> VectorSource.of(ElementType.BIT, new byte[4], 13))
                .hasMessage("invalid dimension: 13, binary vector dimension should be multiple of 8");
        Elements rows = Elements.random(ElementType.INT8, 20, 10, 1);
        try (VectorIndex index = build("FLAT", Metric.L2, rows)) {
            assertThatThrownBy(() -> index.search(new byte[9], 1, SearchParameters.defaults(), Acceptance.all()))
                    .hasMessage("vector dimension mismatch: expected 1 x 10 bytes of Int8Vector, got 9");
            assertThatThrownBy(() -> index.search(new float[10], 1, SearchParameters.defaults(), Acceptance.all()))
                    .hasMessage("vector type mismatch: the index has Int8Vector, the query is of floats");
        }
        assertThatThrownBy(() -> VectorIndex.build(
                        IndexParameters.parse("FLAT", Metric.L2, 10),
                        rows.source(),
                        folder.resolve("other"),
                        BuildControl.threads(1)))
                .hasMessage("vector type mismatch: the index has FLOAT32, the source has INT8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BIN_FLAT|L2|BIT|16|binary vector index does not support metric type: L2",
                "FLAT|HAMMING|FLOAT16|16|float vector index does not support metric type: HAMMING",
                "FLAT|JACCARD|FLOAT32|16|float vector index does not support metric type: JACCARD",
                "HNSW|HAMMING|INT8|16|int vector index does not support metric type: HAMMING",
                "HNSW|HAMMING|BIT|16|data type BinaryVector can't build with this index HNSW",
                "IVF_FLAT|L2|INT8|16|data type Int8Vector can't build with this index IVF_FLAT",
                "BIN_FLAT|L2|FLOAT32|16|data type FloatVector can't build with this index BIN_FLAT",
                "SCANN|L2|BFLOAT16|16|data type BFloat16Vector can't build with this index SCANN",
                "FLAT|HAMMING|BIT|12|invalid dimension: 12, binary vector dimension should be multiple of 8",
                "FLAT|HAMMING|BIT|262152|invalid dimension: 262152, should be in range [1, 262144]",
                "FLAT|L2|INT8|32769|invalid dimension: 32769, should be in range [1, 32768]"
            })
    void whatDoesNotFitIsRefusedInMilvusWords(
            String type, String metric, ElementType element, int dimension, String message) {
        assertThatThrownBy(() -> IndexParameters.of(type, metric, element, dimension, Map.of()))
                .isInstanceOf(IndexFailure.InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void damagedRowsAreFoundByVerifyAndCutFilesAtOpen() throws Exception {
        Elements rows = Elements.random(ElementType.INT8, 500, 40, 1);
        build("HNSW M=8", Metric.COSINE, rows).close();
        Path file = folder.resolve("index");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 4_096));
        assertThatThrownBy(() -> VectorIndex.open(file).close()).isInstanceOf(IndexFailure.DamagedFile.class);
        byte[] changed = whole.clone();
        changed[4_096 + 777] ^= 4;
        Files.write(file, changed);
        try (VectorIndex index = VectorIndex.open(file)) {
            assertThatThrownBy(index::verify).isInstanceOf(IndexFailure.DamagedFile.class);
        }
    }

    private VectorIndex build(String words, Metric metric, Elements rows) {
        return rows.index(words, metric, folder.resolve("index"));
    }
}
