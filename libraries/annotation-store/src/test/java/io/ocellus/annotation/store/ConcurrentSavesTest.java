package io.ocellus.annotation.store;

import static io.ocellus.annotation.store.StoreFixture.box;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.store.StoreFixture.Content;
import io.ocellus.annotation.store.StoreFixture.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConcurrentSavesTest {
    /** About 30 MB of rows, given slowly: half before the others start, the rest after they have ended. */
    private static final int SLOW_SHAPES = 120_000;

    @Test
    void fiftySavesGoThroughWhileOneClientTricklesAndNoneIsLost() throws Exception {
        try (StoreFixture store = new StoreFixture();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Project p = store.task(new int[] {0, 9}, new int[] {8, 19});
            Target.OfJob job = new Target.OfJob(p.jobs().getFirst());
            CountDownLatch half = new CountDownLatch(1);
            CountDownLatch othersDone = new CountDownLatch(1);
            Future<?> slow = clients.submit(() -> store.save(job, SaveAction.CREATE, sink -> {
                for (int i = 0; i < SLOW_SHAPES; i++) {
                    sink.shape(box(p, i % 10, i, 0, i + 1, 5));
                    if (i == SLOW_SHAPES / 2) {
                        half.countDown();
                        await(othersDone);
                    }
                }
            }));
            assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
            Future<?> broken = clients.submit(() ->
                    store.writer.save(SaveRequest.of(job, SaveAction.REPLACE, OptionalLong.empty()), sink -> {
                        sink.shape(box(p, 1, 1, 1, 2, 2));
                        await(othersDone);
                        throw new IOException("the connection broke");
                    }));

            List<Future<?>> saves = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                Target target = i % 5 == 0 ? new Target.OfTask(p.task()) : job;
                saves.add(clients.submit(() -> store.save(
                        target, SaveAction.CREATE, Content.of(box(p, 3, 1000 + number, 50, 1001 + number, 55)))));
            }
            for (Future<?> save : saves) {
                save.get(30, TimeUnit.SECONDS);
            }
            assertThat(store.read(job).shapes()).hasSize(50);
            othersDone.countDown();
            slow.get(120, TimeUnit.SECONDS);
            assertThat(broken).failsWithin(30, TimeUnit.SECONDS);

            AnnotationSnapshot after = store.reader.open(job);
            assertThat(after.shapes().count()).isEqualTo(50 + SLOW_SHAPES);
            assertThat(after.version()).isEqualTo(51);
            assertThat(after.shapes().mapToLong(Shape::id).distinct().count()).isEqualTo(50 + SLOW_SHAPES);
            assertThat(store.space.bytesInMemory()).isZero();
            assertThat(store.space.bytesOnDisk()).isZero();
        }
    }

    @Test
    void ofSavesThatSawTheSameVersionOneWins() throws Exception {
        try (StoreFixture store = new StoreFixture();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Project p = store.task(new int[] {0, 9});
            Target.OfJob job = new Target.OfJob(p.jobs().getFirst());
            List<Future<Boolean>> saves = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                saves.add(clients.submit(() -> {
                    try {
                        store.save(
                                new SaveRequest(
                                        job,
                                        SaveAction.REPLACE,
                                        OptionalLong.empty(),
                                        OptionalLong.of(0),
                                        Optional.empty(),
                                        false),
                                Content.of(box(p, 1, number, 1, number + 1, 2)));
                        return true;
                    } catch (Failure.PreconditionFailed e) {
                        return false;
                    }
                }));
            }
            int won = 0;
            for (Future<Boolean> save : saves) {
                won += save.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
            assertThat(store.read(job).shapes()).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(120, TimeUnit.SECONDS)) {
                throw new IOException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
