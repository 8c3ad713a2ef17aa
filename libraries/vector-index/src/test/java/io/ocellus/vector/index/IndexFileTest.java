package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFileTest {

    private static final float[] DATA = Clouds.clustered(2_000, 10, 10, 1);

    @TempDir
    Path folder;

    @Test
    void cutFileIsRefusedAtOpen() throws Exception {
        Path file = build("HNSW M=8");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, 4095, 4096, 50_000, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> VectorIndex.open(file).close()).isInstanceOf(IndexFailure.DamagedFile.class);
        }
    }

    @Test
    void anyFlippedByteOfTheHeaderIsRefusedAtOpenAndOfTheRestByVerify() throws Exception {
        Path file = build("HNSW M=8");
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            int at = i < 50 ? random.nextInt(4096) : 4096 + random.nextInt(70_000);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            if (at < 4096) {
                assertThatThrownBy(() -> VectorIndex.open(file).close()).isInstanceOf(IndexFailure.DamagedFile.class);
            } else {
                assertThatThrownBy(() -> {
                            try (VectorIndex index = VectorIndex.open(file)) {
                                index.verify();
                            }
                        })
                        .isInstanceOf(IndexFailure.DamagedFile.class);
            }
        }
    }

    @Test
    void closedIndexRefusesAndRunningSearchesKeepItMapped() throws Exception {
        Path file = build("HNSW M=8");
        VectorIndex index = VectorIndex.open(file);
        AtomicInteger done = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        index.search(DATA, 20, 10, SearchParameters.defaults(), Acceptance.all());
                        done.incrementAndGet();
                    }
                } catch (IndexFailure.Closed e) {
                    done.incrementAndGet();
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            }));
        }
        SearchIterator iterator = index.iterate(DATA, SearchParameters.defaults(), Acceptance.all());
        while (done.get() < 40 && failure.get() == null) {
            Thread.onSpinWait();
        }
        index.close();
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(index.isMapped()).isTrue();
        iterator.close();
        iterator.close();
        index.close();
        assertThat(index.isMapped()).isFalse();
        assertThatThrownBy(() -> index.search(DATA, 1, 10, SearchParameters.defaults(), Acceptance.all()))
                .isInstanceOf(IndexFailure.Closed.class);
    }

    @Test
    void parametersThatTheTypeDoesNotKnowDoNotReachTheFile() {
        Path file = folder.resolve("index");
        IndexParameters parameters = IndexParameters.of(
                "hnsw",
                "l2",
                10,
                java.util.Map.of("M", "8", "index_type", "HNSW", "note", "two words", "mmap.enabled", "true"));
        VectorIndex.build(parameters, VectorSource.of(DATA, 10), file, BuildControl.threads(1));
        try (VectorIndex index = VectorIndex.open(file)) {
            assertThat(index.parameters()).hasToString("HNSW M=8").isEqualTo(parameters);
        }
    }

    @Test
    void whoCancelsWhenTheFileIsThereHasTheIndex() {
        Path file = folder.resolve("index");
        List<Double> done = new ArrayList<>();
        VectorIndex.build(
                IndexParameters.parse("FLAT", Metric.L2, 10),
                VectorSource.of(DATA, 10),
                file,
                new BuildControl(1, Long.MAX_VALUE, done::add, () -> Files.exists(file)));
        assertThat(done).endsWith(1.0);
        assertThat(file).exists();
    }

    @Test
    void whoCancelsBeforeTheFileIsThereLeavesNone() {
        Path file = folder.resolve("index");
        AtomicInteger asked = new AtomicInteger();
        VectorIndex.build(
                IndexParameters.parse("FLAT", Metric.L2, 10),
                VectorSource.of(DATA, 10),
                file,
                new BuildControl(1, Long.MAX_VALUE, part -> {}, () -> asked.incrementAndGet() < 0));
        int last = asked.get();
        assertThat(file.toFile().delete()).isTrue();
        asked.set(0);
        assertThatThrownBy(() -> VectorIndex.build(
                        IndexParameters.parse("FLAT", Metric.L2, 10),
                        VectorSource.of(DATA, 10),
                        file,
                        new BuildControl(1, Long.MAX_VALUE, part -> {}, () -> asked.incrementAndGet() == last)))
                .isInstanceOf(IndexFailure.Cancelled.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void foreignFileIsRefused() throws Exception {
        Path file = folder.resolve("foreign");
        Files.write(file, new byte[10_000]);
        assertThatThrownBy(() -> VectorIndex.open(file).close())
                .isInstanceOf(IndexFailure.DamagedFile.class)
                .hasMessageContaining("not an index");
    }

    private Path build(String words) {
        Path file = folder.resolve("index");
        VectorIndex.build(
                IndexParameters.parse(words, Metric.L2, 10), VectorSource.of(DATA, 10), file, BuildControl.threads(1));
        return file;
    }
}
