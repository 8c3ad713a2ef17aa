package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rounding puts beyond the best score has that score, and rows of one score come in their order. */
class TiedScoresTest {

    private static final int ROWS = 400;
    private static final int DIMENSION = 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16", "BFLOAT16"})
    void rowsOfOneScoreComeInTheirOrder(ElementType element) {
        Elements rows = new Elements(element, DIMENSION, parallel(element));
        Path file = folder.resolve("index");
        VectorIndex.build(
                IndexParameters.parse("FLAT", Metric.COSINE, element, DIMENSION),
                VectorSource.of(element, rows.bytes(), DIMENSION),
                file,
                BuildControl.threads(1));
        try (VectorIndex index = VectorIndex.open(file)) {
            int ties = 0;
            for (int count : new int[] {1, 20}) {
                byte[] queries = java.util.Arrays.copyOf(rows.bytes(), count * element.bytes(DIMENSION));
                for (int k : new int[] {7, ROWS}) {
                    for (Hits hits : index.search(queries, count, k, SearchParameters.defaults(), Acceptance.all())) {
                        for (int i = 1; i < hits.size(); i++) {
                            if (hits.score(i) == hits.score(i - 1)) {
                                assertThat(hits.row(i)).isGreaterThan(hits.row(i - 1));
                                ties++;
                            }
                        }
                    }
                }
            }
            assertThat(ties).isGreaterThan(ROWS / 2);
        }
    }

    /** One direction and its opposite at many lengths, as near to it as the elements come; some rows are zero, in both signs. */
    private static byte[] parallel(ElementType element) {
        Random random = new Random(5);
        byte[] bytes = new byte[ROWS * element.bytes(DIMENSION)];
        float[] direction = new float[DIMENSION];
        for (int d = 0; d < DIMENSION; d++) {
            direction[d] = (float) random.nextGaussian();
        }
        for (int i = 0; i < ROWS * DIMENSION; i++) {
            int row = i / DIMENSION;
            float length = row % 9 == 8 ? 0 : 1 + row / 100f;
            float number = direction[i % DIMENSION] * (row % 4 == 3 ? -length : length);
            int bits = switch (element) {
                case FLOAT16 -> Float.floatToFloat16(number);
                case BFLOAT16 -> Float.floatToRawIntBits(number) >> 16;
                default -> Float.floatToRawIntBits(number);
            };
            int size = element.bytes(DIMENSION) / DIMENSION;
            for (int b = 0; b < size; b++) {
                bytes[size * i + b] = (byte) (bits >> 8 * b);
            }
        }
        return bytes;
    }
}
