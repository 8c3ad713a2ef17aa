package io.ocellus.annotation.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.formats.archives.ByteSource;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.geometry.Bitmap;
import io.ocellus.annotation.formats.geometry.RunLengths;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is written comes back the same, as far as the format has a place for it. */
class RoundTripProperties {
    private static final int FRAMES = 5;

    @Property(tries = 60)
    void boxesComeBackFromCoco(@ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int count) throws IOException {
        sameBack("COCO 1.0", "COCO 1.0", shapes(seed, count, ShapeType.RECTANGLE, true), true);
    }

    @Property(tries = 60)
    void polygonsAndMasksComeBackFromCoco(@ForAll long seed, @ForAll @IntRange(min = 0, max = 30) int count)
            throws IOException {
        List<Shape> shapes = shapes(seed, count, ShapeType.POLYGON, false);
        shapes.addAll(shapes(seed + 1, count, ShapeType.MASK, false));
        sameBack("COCO 1.0", "COCO 1.0", shapes, true);
    }

    @Property(tries = 60)
    void allShapesComeBackFromCvat(@ForAll long seed, @ForAll @IntRange(min = 0, max = 30) int count)
            throws IOException {
        List<Shape> shapes = new ArrayList<>();
        for (ShapeType type : List.of(
                ShapeType.RECTANGLE,
                ShapeType.POLYGON,
                ShapeType.POLYLINE,
                ShapeType.POINTS,
                ShapeType.ELLIPSE,
                ShapeType.CUBOID,
                ShapeType.MASK)) {
            shapes.addAll(shapes(seed + type.ordinal(), count, type, type == ShapeType.RECTANGLE));
        }
        sameBack("CVAT for images 1.1", "CVAT 1.1", shapes, true);
    }

    @Property(tries = 60)
    void boxesComeBackFromVoc(@ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int count) throws IOException {
        sameBack("PASCAL VOC 1.1", "PASCAL VOC 1.1", shapes(seed, count, ShapeType.RECTANGLE, true), true);
    }

    @Property(tries = 60)
    void uprightBoxesComeBackFromYolo(@ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int count)
            throws IOException {
        sameBack("YOLO 1.1", "YOLO 1.1", shapes(seed, count, ShapeType.RECTANGLE, false), false);
    }

    private static void sameBack(String out, String in, List<Shape> given, boolean attributes) throws IOException {
        List<Shape> shapes = given.stream()
                .sorted(java.util.Comparator.comparingInt(Shape::frame))
                .toList();
        List<DatasetFrame> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            frames.add(new DatasetFrame(i, i, "folder " + i % 2 + "/picture_" + i + ".jpg", 640, 480));
        }
        MemoryTask task = new MemoryTask(frames, shapes);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DatasetArchive archive = new DatasetArchive(bytes, done -> {})) {
            FormatRegistry.writer(out).write(task.dataset(), false, archive);
        }
        MemoryTarget target = new MemoryTarget(frames);
        FormatRegistry.reader(in)
                .read(DatasetFile.open(ByteSource.of(bytes.toByteArray())), target, ImportOptions.STANDARD);
        assertThat(texts(target.shapes, attributes)).isEqualTo(texts(shapes, attributes));
    }

    private static List<String> texts(List<Shape> shapes, boolean attributes) {
        return shapes.stream()
                .map(shape -> shape.frame() + " " + shape.type() + " " + shape.labelId() + " "
                        + Arrays.toString(Arrays.stream(shape.points())
                                .mapToLong(value -> Math.round(value * 10))
                                .toArray())
                        + " " + Math.round(shape.rotation())
                        + (attributes ? " " + shape.occluded() + " " + values(shape) : ""))
                .sorted()
                .toList();
    }

    private static String values(Shape shape) {
        return shape.attributes().stream()
                .map(value -> value.specId() + "=" + value.value())
                .sorted()
                .toList()
                .toString();
    }

    private static List<Shape> shapes(long seed, int count, ShapeType type, boolean turned) {
        Random random = new Random(seed);
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean car = random.nextBoolean();
            List<AttributeValue> attributes = car
                    ? List.of(
                            new AttributeValue(MemoryTask.PARKED, random.nextBoolean() ? "true" : "false"),
                            new AttributeValue(MemoryTask.PLATE, "A&B <" + random.nextInt(100) + "> \"q\" ü"))
                    : List.of();
            shapes.add(new Shape(
                    0,
                    random.nextInt(FRAMES),
                    car ? MemoryTask.CAR : MemoryTask.TREE,
                    type,
                    "manual",
                    random.nextBoolean(),
                    false,
                    0,
                    turned ? random.nextInt(360) : 0,
                    0,
                    OptionalDouble.empty(),
                    points(type, random),
                    attributes,
                    List.of()));
        }
        shapes.sort(java.util.Comparator.comparingInt(Shape::frame));
        return shapes;
    }

    private static double number(Random random, int bound) {
        return random.nextInt(bound * 10) / 10.0;
    }

    private static double[] points(ShapeType type, Random random) {
        double x = number(random, 300);
        double y = number(random, 200);
        return switch (type) {
            case RECTANGLE -> new double[] {x, y, x + 1 + number(random, 300), y + 1 + number(random, 200)};
            case ELLIPSE -> new double[] {x, y, x + 1 + number(random, 50), y - 1 - number(random, 50)};
            case MASK -> mask(random);
            case CUBOID -> many(random, 8);
            case POLYGON, POLYLINE, POINTS, SKELETON -> many(random, 3 + random.nextInt(8));
        };
    }

    private static double[] many(Random random, int corners) {
        double[] points = new double[2 * corners];
        for (int i = 0; i < points.length; i++) {
            points[i] = number(random, 400);
        }
        return points;
    }

    private static double[] mask(Random random) {
        Bitmap mask =
                Bitmap.empty(random.nextInt(500), random.nextInt(400), 1 + random.nextInt(40), 1 + random.nextInt(40));
        mask.set(mask.left(), mask.top());
        for (int i = 0; i < 100; i++) {
            mask.set(mask.left() + random.nextInt(mask.width()), mask.top() + random.nextInt(mask.height()));
        }
        return RunLengths.cvatPoints(mask);
    }
}
