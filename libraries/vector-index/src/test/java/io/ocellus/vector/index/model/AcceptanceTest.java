package io.ocellus.vector.index.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.memory.Memory;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AcceptanceTest {

    @Test
    void rowsTestedTogetherAreAcceptedAsEachAlone() {
        Random random = new Random(7);
        long[] words = random.longs(8).toArray();
        Acceptance some = Acceptance.of(words);
        try (Arena arena = Arena.ofConfined()) {
            long rows = Memory.allocate(arena, 4L * Integer.SIZE).address();
            for (int round = 0; round < 50; round++) {
                int places = random.nextInt();
                int expected = 0;
                for (int place = 0; place < Integer.SIZE; place++) {
                    // Some lie beyond the last word.
                    int row = random.nextInt(64 * words.length + 200);
                    Memory.setInt(rows + 4L * place, row);
                    expected |= (some.test(row) ? 1 : 0) << place;
                }
                assertThat(some.test(rows, places)).isEqualTo(expected & places);
                assertThat(Acceptance.all().test(rows, places)).isEqualTo(places);
            }
        }
    }

    @Test
    void acceptedRowsAreListedInOrder() {
        long[] words = new Random(8).longs(3).toArray();
        for (Acceptance some : new Acceptance[] {Acceptance.of(words), Acceptance.all(), Acceptance.of(new long[0])}) {
            for (int rows : new int[] {0, 1, 63, 64, 130, 192, 250}) {
                int[] listed = new int[rows];
                int count = some.list(rows, listed);
                assertThat(Arrays.copyOf(listed, count))
                        .isEqualTo(IntStream.range(0, rows).filter(some::test).toArray());
            }
        }
    }

    @Test
    void numbersBelowZeroAreNotAccepted() {
        Acceptance some = Acceptance.of(new long[] {-1L, -1L});
        try (Arena arena = Arena.ofConfined()) {
            long rows = Memory.allocate(arena, 12).address();
            Memory.setInt(rows, -1);
            Memory.setInt(rows + 4, 5);
            Memory.setInt(rows + 8, Integer.MIN_VALUE);
            assertThat(some.test(rows, 0b111)).isEqualTo(0b010);
        }
    }
}
