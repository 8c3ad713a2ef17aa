package io.ocellus.vector.index.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuildThreadsTest {

    private static final int COUNT = 10_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyNumberOfAPassAndOfTheWorkBesideItIsDoneOnce(int threads) {
        BuildControl control = BuildControl.threads(threads);
        AtomicIntegerArray passed = new AtomicIntegerArray(COUNT);
        AtomicIntegerArray first = new AtomicIntegerArray(COUNT);
        AtomicIntegerArray second = new AtomicIntegerArray(COUNT);
        boolean firstWasDone = BuildThreads.beside(control, pass(control, passed), rest -> {
            BuildThreads.forEach(rest, COUNT, 7, () -> counting(first));
            boolean done = isOnce(first);
            BuildThreads.forEach(rest, COUNT, 7, () -> counting(second));
            return done;
        });
        assertThat(firstWasDone).isTrue();
        assertThat(isOnce(second)).isTrue();
        assertThat(isOnce(passed)).isTrue();
    }

    @Test
    void whoIsDoneWithThePassHelpsWithTheWork() {
        BuildControl control = BuildControl.threads(2);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        BuildThreads.beside(control, pass(control, new AtomicIntegerArray(COUNT)), rest -> {
            BuildThreads.forEach(rest, 2, 1, () -> (from, to) -> {
                workers.add(Thread.currentThread());
                both.countDown();
                awaitUninterruptibly(both);
            });
            return 0;
        });
        assertThat(workers).hasSize(2);
    }

    @Test
    void theFailureOfOneWhoHelpsIsTheFailureOfAll() {
        BuildControl control = BuildControl.threads(2);
        Thread caller = Thread.currentThread();
        CountDownLatch helped = new CountDownLatch(1);
        assertThatThrownBy(() -> BuildThreads.beside(control, pass(control, new AtomicIntegerArray(COUNT)), rest -> {
                    BuildThreads.forEach(rest, 2, 1, () -> (from, to) -> {
                        if (Thread.currentThread() == caller) {
                            awaitUninterruptibly(helped);
                        } else {
                            helped.countDown();
                            throw new IndexFailure.Cancelled();
                        }
                    });
                    return 0;
                }))
                .isInstanceOf(IndexFailure.Cancelled.class);
    }

    @Test
    void aFailureOfTheWorkEndsThePass() {
        BuildControl control = BuildControl.threads(2);
        assertThatThrownBy(() -> BuildThreads.beside(control, pass(control, new AtomicIntegerArray(COUNT)), rest -> {
                    throw new IndexFailure.InvalidParameter("no");
                }))
                .isInstanceOf(IndexFailure.InvalidParameter.class);
    }

    private static BuildPass pass(BuildControl control, AtomicIntegerArray done) {
        return new BuildPass(control, COUNT, 3, () -> counting(done));
    }

    private static BuildPass.Range counting(AtomicIntegerArray done) {
        return (from, to) -> {
            for (int i = from; i < to; i++) {
                done.incrementAndGet(i);
            }
        };
    }

    private static boolean isOnce(AtomicIntegerArray done) {
        for (int i = 0; i < COUNT; i++) {
            if (done.get(i) != 1) {
                return false;
            }
        }
        return true;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
