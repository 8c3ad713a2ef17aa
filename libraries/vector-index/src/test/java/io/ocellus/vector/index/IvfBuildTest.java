package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is built as inverted files of Milvus' names: the same whatever the threads, within bounds, checked. */
class IvfBuildTest {

    private static final int ROWS = 6_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IVF_FLAT nlist=20",
                "IVF_SQ8 nlist=20",
                "IVF_PQ nlist=20",
                "IVF_RABITQ nlist=20 rbq_bits=3 refine=true refine_type=SQ8"
            })
    void oneThreadBuildsTheSameFileTwiceAndEveryByteIsChecked(String words) throws Exception {
        float[] data = Clouds.clustered(2_000, 16, 20, 1);
        build(words, Metric.L2, data, 16, 1).close();
        byte[] first = Files.readAllBytes(folder.resolve("index"));
        build(words, Metric.L2, data, 16, 1).close();
        assertThat(Files.readAllBytes(folder.resolve("index"))).isEqualTo(first);
        Random random = new Random(4);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = first.clone();
            // Beyond the last byte of a part comes padding, which nothing reads.
            int at = i < 10 ? random.nextInt(4096) : 4096 + random.nextInt(7_900);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(folder.resolve("damaged"), damaged);
            assertThatThrownBy(() -> {
                        try (VectorIndex index = VectorIndex.open(folder.resolve("damaged"))) {
                            index.verify();
                        }
                    })
                    .isInstanceOf(IndexFailure.DamagedFile.class);
        }
        Files.write(folder.resolve("damaged"), Arrays.copyOf(first, first.length - 4096));
        assertThatThrownBy(() -> VectorIndex.open(folder.resolve("damaged")).close())
                .isInstanceOf(IndexFailure.DamagedFile.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IVF_FLAT nlist=60",
                "IVF_PQ nlist=60 nbits=6 refine=true refine_type=FP16",
                "IVF_RABITQ nlist=60 rbq_bits=3 refine=true refine_type=SQ8",
                "SCANN nlist=60",
                "AUTOINDEX graph=true"
            })
    void anyNumberOfThreadsBuildsTheSameFile(String words) throws Exception {
        float[] data = Clouds.clustered(ROWS, 80, 60, 1);
        for (Metric metric : List.of(Metric.L2, Metric.COSINE)) {
            build(words, metric, data, 80, 1).close();
            byte[] first = Files.readAllBytes(folder.resolve("index"));
            build(words, metric, data, 80, 3).close();
            assertThat(Files.readAllBytes(folder.resolve("index"))).isEqualTo(first);
        }
    }

    @Test
    void moreThreadsBuildAsGoodAnIndexWithinItsBudgetAndCancelledOnesLeaveNothing() {
        float[] data = Clouds.clustered(ROWS, 16, 60, 1);
        BuildControl small = new BuildControl(3, 4L * 16 * 1_100, done -> {}, () -> false);
        build("IVF_FLAT nlist=40", Metric.L2, data, 16, small).close();
        try (VectorIndex index = VectorIndex.open(folder.resolve("index"))) {
            Hits[] hits = index.search(data, 40, 10, SearchParameters.parse("nprobe=16"), Acceptance.all());
            assertThat(Clouds.recall(Metric.L2, data, data, 16, hits, 10, Acceptance.all()))
                    .isGreaterThan(0.95);
        }
        BuildControl none = new BuildControl(1, 1_000, done -> {}, () -> false);
        assertThatThrownBy(() -> build("IVF_FLAT nlist=40", Metric.L2, data, 16, none))
                .isInstanceOf(IndexFailure.OutOfBudget.class);
        int[] asked = new int[1];
        BuildControl cancelled = new BuildControl(1, Long.MAX_VALUE, done -> {}, () -> asked[0]++ > 4);
        folder.resolve("index").toFile().delete();
        assertThatThrownBy(() -> build("IVF_FLAT nlist=40", Metric.L2, data, 16, cancelled))
                .isInstanceOf(IndexFailure.Cancelled.class);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IVF_FLAT|nlist|0|param 'nlist' (0) should be in range [1, 65536]",
                "IVF_FLAT|nlist|70000|param 'nlist' (70000) should be in range [1, 65536]",
                "IVF_PQ|nbits|9|param 'nbits' (9) should be in range [1, 8]",
                "IVF_PQ|m|17|param 'm' (17) should be in range [1, 16]",
                "IVF_PQ|m|5|param 'm' (5) should divide the dimension (16)",
                "IVF_RABITQ|rbq_bits|9|param 'rbq_bits' (9) should be in range [1, 8]",
                "IVF_RABITQ|refine|maybe|param 'refine' (maybe) should be a boolean",
                "IVF_RABITQ|refine_type|SQ5|invalid refine type : SQ5, optional types are [sq6, sq8, fp16, bf16, fp32, flat]"
            })
    void numbersOutOfRangeAreRefusedWithTheRange(String type, String name, String value, String message) {
        assertThatThrownBy(() -> IndexParameters.of(type, "L2", 16, Map.of(name, value)))
                .isInstanceOf(IndexFailure.InvalidParameter.class)
                .hasMessage(message);
    }

    private VectorIndex build(String words, Metric metric, float[] data, int dimension, int threads) {
        return build(words, metric, data, dimension, BuildControl.threads(threads));
    }

    private VectorIndex build(String words, Metric metric, float[] data, int dimension, BuildControl control) {
        return Clouds.index(words, metric, data, dimension, folder.resolve("index"), control);
    }
}
