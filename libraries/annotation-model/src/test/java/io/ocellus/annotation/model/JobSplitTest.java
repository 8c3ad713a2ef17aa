package io.ocellus.annotation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.annotation.model.JobSplit.Range;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JobSplitTest {
    @Test
    void neighboursShareTheOverlapAndTheLastJobIsShorter() {
        assertThat(JobSplit.of(60, 25, 4, false))
                .isEqualTo(new JobSplit(25, 4, List.of(new Range(0, 24), new Range(21, 45), new Range(42, 59))));
    }

    @Test
    void withoutASegmentSizeThereIsOneJob() {
        assertThat(JobSplit.of(14, 0, null, false)).isEqualTo(new JobSplit(14, 0, List.of(new Range(0, 13))));
    }

    @Test
    void videosOverlapByFiveFramesUnlessToldOtherwise() {
        assertThat(JobSplit.of(100, 20, null, true).overlap()).isEqualTo(5);
        assertThat(JobSplit.of(100, 20, 0, true).overlap()).isZero();
        assertThat(JobSplit.of(6, 0, null, true).overlap()).isEqualTo(3);
    }

    @Test
    void anOverlapIsAtMostHalfASegment() {
        assertThat(JobSplit.of(100, 10, 9, false).overlap()).isEqualTo(5);
    }

    @Test
    void moreJobsThanAllowedAreRefusedWithTheReason() {
        assertThatThrownBy(() -> JobSplit.of(1_000_000, 1, 0, false))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("1000000 jobs");
    }

    @Property
    void everyFrameIsInAJobAndNeighboursShareExactlyTheOverlap(
            @ForAll @IntRange(min = 1, max = 5000) int frames,
            @ForAll @IntRange(max = 600) int size,
            @ForAll @IntRange(max = 400) int overlap) {
        if (size > 0 && frames / (size - Math.min(overlap, size / 2)) > JobSplit.MOST_JOBS - 1) {
            return;
        }
        JobSplit split = JobSplit.of(frames, size, overlap, false);
        assertThat(split.ranges().getFirst().first()).isZero();
        assertThat(split.ranges().getLast().last()).isEqualTo(frames - 1);
        for (int i = 0; i < split.ranges().size(); i++) {
            Range range = split.ranges().get(i);
            assertThat(range.last() - range.first() + 1).isBetween(1, split.segmentSize());
            if (i > 0) {
                assertThat(split.ranges().get(i - 1).last() - range.first() + 1).isEqualTo(split.overlap());
            }
        }
    }
}
