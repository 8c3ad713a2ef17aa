package io.ocellus.annotation.store;

import static io.ocellus.annotation.store.StoreFixture.box;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.store.StoreFixture.Project;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A job of 200,000 shapes, of 1,000,000 with {@code -Docellus.long=true}: saved in parts and read, in bounded memory and with 64 MiB of spool. */
class ManyShapesTest {
    private static final int PART = 100_000;
    private static final int PARTS = Boolean.getBoolean("ocellus.long") ? 10 : 2;

    @Test
    void aLargeJobIsSavedAndReadInBoundedMemory() throws IOException {
        try (StoreFixture store = new StoreFixture(1 << 20)) {
            Project p = store.task(new int[] {0, 999});
            Target.OfJob job = new Target.OfJob(p.jobs().getFirst());
            for (int part = 0; part < PARTS; part++) {
                long cpu = cpu();
                try (Saved saved =
                        store.writer.save(SaveRequest.of(job, SaveAction.CREATE, OptionalLong.empty()), sink -> {
                            for (int i = 0; i < PART; i++) {
                                sink.shape(box(p, i % 1000, i, 1, i + 5.25, 9));
                            }
                        })) {
                    assertThat(store.space.bytesInMemory()).isLessThan(2 << 20);
                    assertThat(saved.version()).isEqualTo(part + 1);
                }
                System.out.printf(
                        "saved %d shapes with %d ms of this process's CPU%n", PART, (cpu() - cpu) / 1_000_000);
            }
            for (int round = 0; round < 3; round++) {
                long cpu = cpu();
                assertThat(store.reader.open(job).shapes().count()).isEqualTo((long) PART * PARTS);
                System.out.printf(
                        "read %d shapes with %d ms of this process's CPU%n", PART * PARTS, (cpu() - cpu) / 1_000_000);
            }
            assertThat(store.space.bytesOnDisk()).isZero();
        }
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
