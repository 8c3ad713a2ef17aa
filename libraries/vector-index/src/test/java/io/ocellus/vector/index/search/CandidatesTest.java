package io.ocellus.vector.index.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.partition.ListOrder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CandidatesTest {

    private static final int WANTED = 37;

    private final Random random = new Random(5);
    private final Candidates candidates = new Candidates();

    @Test
    void listsAddedAtOnceLeaveTheSameAsRowsAddedOneByOne() {
        Candidates single = new Candidates();
        for (int round = 0; round < 50; round++) {
            float step = random.nextFloat() + 0.01f;
            candidates.reset(WANTED, 3, 5_000 * step);
            single.reset(WANTED, 3, 5_000 * step);
            for (int list = 0; list < 12; list++) {
                int count = random.nextInt(400);
                float base = 3 + random.nextFloat();
                short[] sums = new short[count];
                int[] places = new int[count];
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment rows = Memory.allocate(arena, 4L * Math.max(1, count));
                    for (int i = 0; i < count; i++) {
                        sums[i] = (short) random.nextInt(6_000);
                        places[i] = count - 1 - i;
                        int row = random.nextInt(9) == 0 ? -1 : 1_000 * list + i;
                        Memory.setInt(rows.address() + 4L * places[i], row);
                        if (row >= 0) {
                            single.add(base + step * sums[i], row);
                        }
                    }
                    candidates.addAll(base, step, sums, places, count, rows.address());
                }
            }
            assertThat(taken(candidates)).isEqualTo(taken(single)).hasSizeGreaterThanOrEqualTo(WANTED);
        }
    }

    @Test
    void keepsTheSmallestAndNoneBeyondTheBar() {
        for (int round = 0; round < 50; round++) {
            int count = 1 + random.nextInt(5_000);
            candidates.reset(WANTED, -1, 2);
            float[] distances = new float[count];
            for (int row = 0; row < count; row++) {
                distances[row] = (float) random.nextGaussian() / 4;
                candidates.add(distances[row], row);
            }
            int[] kept = taken(candidates);
            float[] sorted = distances.clone();
            Arrays.sort(sorted);
            float last = sorted[Math.min(WANTED, count) - 1];
            assertThat(kept).hasSizeGreaterThanOrEqualTo(Math.min(WANTED, count));
            for (int row = 0; row < count; row++) {
                if (distances[row] <= last) {
                    assertThat(kept).contains(row);
                }
            }
            for (int row : kept) {
                assertThat(distances[row]).isLessThanOrEqualTo(candidates.bar());
            }
        }
    }

    @Test
    void fewListsComeInTheirOrder() {
        float[] distances = new float[500];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = random.nextInt(100) - 50;
        }
        long[] keys = new long[distances.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = TopK.key(distances[i], i);
        }
        Arrays.sort(keys);
        ListOrder order = new ListOrder(distances.length);
        for (int most = 1; most <= 12; most++) {
            long[] target = new long[most];
            assertThat(order.nearest(distances, distances.length, most, target)).isEqualTo(most);
            assertThat(target).isEqualTo(Arrays.copyOf(keys, most));
        }
    }

    @Test
    void moreListsAreTheNearest() {
        float[] distances = new float[500];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = random.nextFloat();
        }
        long[] target = new long[100];
        assertThat(new ListOrder(distances.length).nearest(distances, distances.length, 100, target))
                .isEqualTo(100);
        Arrays.sort(target);
        float[] sorted = distances.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < 100; i++) {
            assertThat(TopK.distance(target[i])).isEqualTo(sorted[i]);
        }
    }

    private static int[] taken(Candidates from) {
        int[] rows = new int[from.count() + 2_000];
        int count = from.take(rows);
        int[] taken = Arrays.copyOf(rows, count);
        Arrays.sort(taken);
        return taken;
    }
}
