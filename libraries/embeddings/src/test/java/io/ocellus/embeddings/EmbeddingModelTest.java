package io.ocellus.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.media.RgbPicture;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddingModelTest {
    private static EmbeddingSettings settings(Path model) {
        return new EmbeddingSettings(
                model,
                "descriptor",
                224,
                List.of(0f, 0f, 0f),
                List.of(1f, 1f, 1f),
                null,
                1,
                URI.create("http://127.0.0.1:1"),
                Duration.ofSeconds(1));
    }

    @Test
    void aPictureIsNearestToItselfThoughScaledAndBrightened() {
        try (EmbeddingModel model = new EmbeddingModel(settings(null))) {
            Random random = new Random(7);
            List<RgbPicture> pictures =
                    random.longs(12).mapToObj(seed -> blobs(seed, 200, 150, 0)).toList();
            float[][] vectors =
                    model.embed(pictures.stream().map(PicturePart::whole).toList());
            for (float[] vector : vectors) {
                assertThat(cosine(vector, vector)).isBetween(0.9999, 1.0001);
            }
            random = new Random(7);
            List<RgbPicture> again =
                    random.longs(12).mapToObj(seed -> blobs(seed, 320, 240, 12)).toList();
            float[][] others =
                    model.embed(again.stream().map(PicturePart::whole).toList());
            for (int i = 0; i < others.length; i++) {
                int best = 0;
                for (int j = 1; j < vectors.length; j++) {
                    if (cosine(others[i], vectors[j]) > cosine(others[i], vectors[best])) {
                        best = j;
                    }
                }
                assertThat(best).isEqualTo(i);
            }
        }
    }

    @Test
    void aPictureOfOneColourAndAPartOutsideThePictureStillHaveAVector() {
        try (EmbeddingModel model = new EmbeddingModel(settings(null))) {
            RgbPicture black = new RgbPicture(3, 2, new byte[18]);
            float[][] vectors = model.embed(List.of(
                    PicturePart.whole(black),
                    new PicturePart(black, 50, 50, 60, 60),
                    new PicturePart(black, -9, -9, -3, -3)));
            assertThat(vectors).hasNumberOfRows(3);
            for (float[] vector : vectors) {
                assertThat(vector).hasSize(model.dimension()).doesNotContain(Float.NaN);
            }
        }
    }

    @Test
    void aFileThatIsNoModelIsRefusedWithItsName() {
        assertThatThrownBy(() -> new EmbeddingModel(settings(Path.of("pom.xml"))))
                .hasMessageContaining("pom.xml")
                .hasMessageContaining("cannot be used");
    }

    @Test
    void theRuntimeKnowsNobodyToReportTo() throws IOException {
        try (InputStream library =
                OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/linux-x64/libonnxruntime.so")) {
            assertThat(library).isNotNull();
            String code = new String(library.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(code.contains("OrtGetApiBase")).isTrue();
            assertThat(code.contains("https://mobile.events.data")).isFalse();
            assertThat(code.contains("OneCollector")).isFalse();
        }
    }

    @Test
    void aFingerprintFollowsWhatIsCoveredAndNothingElse() {
        double[] points = {1, 2, 30, 40};
        long one = ObjectGeometry.fingerprint(3, ShapeType.RECTANGLE, 0, points);
        assertThat(ObjectGeometry.fingerprint(3, ShapeType.RECTANGLE, 0, points.clone()))
                .isEqualTo(one);
        assertThat(ObjectGeometry.fingerprint(4, ShapeType.RECTANGLE, 0, points))
                .isNotEqualTo(one);
        assertThat(ObjectGeometry.fingerprint(3, ShapeType.RECTANGLE, 5, points))
                .isNotEqualTo(one);
        assertThat(ObjectGeometry.fingerprint(3, ShapeType.ELLIPSE, 0, points)).isNotEqualTo(one);
        assertThat(ObjectGeometry.fingerprint(3, ShapeType.RECTANGLE, 0, new double[] {1, 2, 30, 40.5}))
                .isNotEqualTo(one);
    }

    private static RgbPicture blobs(long seed, int width, int height, int brighter) {
        Random random = new Random(seed);
        double[][] centres = new double[6][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = random.doubles(6).toArray();
        }
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double value = 0;
                    for (double[] centre : centres) {
                        double dx = x / (double) width - centre[0];
                        double dy = y / (double) height - centre[1];
                        value += centre[3 + c] * Math.exp(-(dx * dx + dy * dy) * 30);
                    }
                    rgb[(y * width + x) * 3 + c] = (byte) Math.min(255, (int) (value * 150) + brighter);
                }
            }
        }
        return new RgbPicture(width, height, rgb);
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
