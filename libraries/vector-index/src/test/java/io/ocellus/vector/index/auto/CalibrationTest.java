package io.ocellus.vector.index.auto;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.ivf.InvertedSearcher.Effort;
import io.ocellus.vector.index.model.SearchParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final Calibration CALIBRATION =
            new Calibration(List.of(new Calibration.Step(1, 4, 40, 900, 0.5f)), 100);

    @Test
    void whoNamesHowManyListsOrCandidatesGetsNoMore() {
        assertThat(effort("recall=0.95")).isEqualTo(new Effort(4, 40, 0.5f));
        assertThat(effort("nprobe=7")).isEqualTo(new Effort(7, 40, 0));
        assertThat(effort("recall=0.95 reorder_k=12")).isEqualTo(new Effort(4, 12, 0));
    }

    private static Effort effort(String words) {
        return CALIBRATION.effort(SearchParameters.parse(words), 10);
    }
}
