package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores of halves, whole numbers and bits where they are not as a matter of course what the metric says. */
class ElementScoresTest {

    @TempDir
    Path folder;

    @Test
    void codesOfHalvesScoreAsTheirMetricDoes() {
        Elements rows = Elements.random(ElementType.FLOAT16, 1_000, 32, 1);
        try (VectorIndex index = build("HNSW_SQ sq_type=SQ8 M=12 efConstruction=80", Metric.COSINE, rows)) {
            Hits hits = index.search(rows.row(17), 10, SearchParameters.parse("ef=100"), Acceptance.all());
            assertThat(hits.row(0)).isEqualTo(17);
            assertThat(hits.score(0)).isCloseTo(1, within(0.01f));
        }
    }

    @Test
    void zeroVectorsScoreNothingUnderCosine() {
        for (ElementType element : new ElementType[] {ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.INT8}) {
            byte[] bytes = new byte[element.bytes(8) * 3];
            bytes[bytes.length - 1] = 60;
            Elements rows = new Elements(element, 8, bytes);
            try (VectorIndex index = build("FLAT", Metric.COSINE, rows)) {
                assertThat(index.search(rows.row(2), 3, SearchParameters.defaults(), Acceptance.all())
                                .scores())
                        .containsExactly(1, 0, 0);
                assertThat(index.search(rows.row(0), 3, SearchParameters.defaults(), Acceptance.all())
                                .scores())
                        .containsOnly(0);
            }
        }
    }

    @Test
    void emptySetsAreAsFarAsCanBeUnderJaccardAndEqualUnderHamming() {
        Elements rows = new Elements(ElementType.BIT, 8, new byte[] {0, 3, 7});
        try (VectorIndex index = build("BIN_FLAT", Metric.JACCARD, rows)) {
            assertThat(index.search(new byte[1], 3, SearchParameters.defaults(), Acceptance.all())
                            .scores())
                    .containsExactly(1, 1, 1);
            assertThat(index.search(new byte[] {3}, 3, SearchParameters.defaults(), Acceptance.all())
                            .scores())
                    .containsExactly(0, 1 / 3f, 1);
        }
        try (VectorIndex index = build("BIN_FLAT", Metric.HAMMING, rows)) {
            assertThat(index.search(new byte[1], 3, SearchParameters.defaults(), Acceptance.all())
                            .scores())
                    .containsExactly(0, 2, 3);
        }
    }

    @Test
    void greatestWholeNumbersAreSummedExactly() {
        byte[] bytes = new byte[2 * 32_768];
        Arrays.fill(bytes, (byte) -128);
        Arrays.fill(bytes, 0, 32_768, (byte) 127);
        Elements rows = new Elements(ElementType.INT8, 32_768, bytes);
        try (VectorIndex index = build("FLAT", Metric.L2, rows)) {
            assertThat(index.search(rows.row(1), 2, SearchParameters.defaults(), Acceptance.all())
                            .scores())
                    .containsExactly(0, 255f * 255 * 32_768);
        }
        try (VectorIndex index = build("FLAT", Metric.IP, rows)) {
            assertThat(index.search(rows.row(1), 2, SearchParameters.defaults(), Acceptance.all())
                            .scores())
                    .containsExactly(128f * 128 * 32_768, -128f * 127 * 32_768);
        }
    }

    private VectorIndex build(String words, Metric metric, Elements rows) {
        return rows.index(words, metric, folder.resolve("index"));
    }
}
