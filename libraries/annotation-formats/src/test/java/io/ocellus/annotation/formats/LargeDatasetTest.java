package io.ocellus.annotation.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.formats.archives.ByteSource;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.store.AnnotationSink;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many shapes through each format, with the memory of the test's small heap; says what it cost. */
class LargeDatasetTest {
    private static final int SHAPES = Integer.getInteger("ocellus.formats.shapes", 200_000);

    @ParameterizedTest
    @CsvSource({
        "COCO 1.0, COCO 1.0",
        "CVAT for images 1.1, CVAT 1.1",
        "PASCAL VOC 1.1, PASCAL VOC 1.1",
        "YOLO 1.1, YOLO 1.1"
    })
    void manyShapesGoOutAndIn(String out, String in, @TempDir Path folder) throws IOException {
        List<DatasetFrame> frames = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            frames.add(new DatasetFrame(i, i, "picture_" + i + ".jpg", 1920, 1080));
        }
        Path file = folder.resolve("dataset.zip");
        long began = cpu();
        try (OutputStream stream = Files.newOutputStream(file);
                DatasetArchive archive = new DatasetArchive(stream, done -> {})) {
            FormatRegistry.writer(out)
                    .write(new MemoryTask(frames, LargeDatasetTest::shapes).dataset(), false, archive);
        }
        long written = cpu();
        Counting counting = new Counting(frames);
        FormatRegistry.reader(in).read(DatasetFile.open(ByteSource.of(file)), counting, ImportOptions.STANDARD);
        long read = cpu();
        assertThat(counting.count).isEqualTo(SHAPES);
        System.out.printf(
                "%s: %d shapes, %.1f MB, out %.2f CPU-s, in %.2f CPU-s%n",
                out, SHAPES, Files.size(file) / 1e6, (written - began) / 1e9, (read - written) / 1e9);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Iterator<Shape> shapes() {
        return new Iterator<>() {
            private int made;

            @Override
            public boolean hasNext() {
                return made < SHAPES;
            }

            @Override
            public Shape next() {
                int i = made++;
                int frame = (int) ((long) i * 1000 / SHAPES);
                double x = i % 1500;
                double y = i % 900 + 0.25;
                return new Shape(
                        i + 1L,
                        frame,
                        MemoryTask.CAR,
                        ShapeType.RECTANGLE,
                        "manual",
                        false,
                        false,
                        0,
                        0,
                        0,
                        OptionalDouble.empty(),
                        new double[] {x, y, x + 20.5, y + 31.75},
                        List.of(
                                new AttributeValue(MemoryTask.PARKED, "true"),
                                new AttributeValue(MemoryTask.PLATE, "x")),
                        List.of());
            }
        };
    }

    private static final class Counting implements ImportTarget, AnnotationSink {
        private final FrameNames names;
        private int count;

        Counting(List<DatasetFrame> frames) {
            names = new FrameNames(frames, false, 0, 1);
        }

        @Override
        public LabelBook labels() {
            return MemoryTask.LABELS;
        }

        @Override
        public FrameNames frames(String subset) {
            return names;
        }

        @Override
        public AnnotationSink sink(String subset) {
            return this;
        }

        @Override
        public void tag(Tag tag) {
            throw new AssertionError("there are no tags");
        }

        @Override
        public void shape(Shape shape) {
            count++;
        }

        @Override
        public void track(Track track) {
            throw new AssertionError("there are no tracks");
        }
    }
}
