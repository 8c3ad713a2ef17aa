package io.ocellus.annotation.formats.golden;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.AnnotationStreams;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;

/** A task of the golden cases, or one job of it, in memory. */
final class GoldenTask implements TaskSource {
    private final JsonNode spec;
    private final Path folder;
    private final String subset;
    private final List<DatasetFrame> all = new ArrayList<>();
    private final Set<Integer> deleted = new TreeSet<>();
    private final int first;
    private final int last;
    private final long id;
    final LabelBook labels;
    private final Map<String, Label> byName = new HashMap<>();

    GoldenTask(JsonNode spec, JsonNode labelSpec, Path folder, int job, long id) throws IOException {
        this.spec = spec;
        this.folder = folder;
        this.id = id;
        this.subset = spec.path("subset").asString("default");
        this.labels = labels(labelSpec);
        loadFrames();
        spec.path("deleted_frames").forEach(node -> deleted.add(node.asInt()));
        int size = spec.path("segment_size").asInt(all.size());
        this.first = job < 0 ? 0 : job * size;
        this.last = job < 0 ? all.size() - 1 : Math.min(all.size(), (job + 1) * size) - 1;
    }

    private LabelBook labels(JsonNode labelSpec) {
        List<Label> made = new ArrayList<>();
        long[] ids = {0, 100};
        labelSpec.forEach(node -> made.add(label(node, null, "", ids)));
        return LabelBook.of(made);
    }

    private Label label(JsonNode node, Long parent, String prefix, long[] ids) {
        long labelId = ++ids[0];
        List<AttributeSpec> attributes = new ArrayList<>();
        node.path("attributes").forEach(attribute -> {
            List<String> values = new ArrayList<>();
            attribute.path("values").forEach(value -> values.add(value.asString()));
            attributes.add(new AttributeSpec(
                    ++ids[1],
                    labelId,
                    attribute.path("name").asString(),
                    attribute.path("mutable").asBoolean(),
                    attribute.path("input_type").asString(),
                    attribute.path("default_value").asString(),
                    values));
        });
        List<Label> sublabels = new ArrayList<>();
        String name = node.path("name").asString();
        node.path("sublabels").forEach(child -> sublabels.add(label(child, labelId, prefix + name + "/", ids)));
        String svg = node.has("svg") ? node.path("svg").asString() : null;
        Label label = new Label(
                labelId,
                name,
                node.path("color").asString(""),
                node.path("type").asString("any"),
                parent,
                attributes,
                sublabels,
                svg);
        byName.put(prefix + name, label);
        return label;
    }

    private void frames(Path media) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(media)) {
            files = walk.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(path -> media.relativize(path).toString()))
                    .toList();
        }
        for (Path file : files) {
            var image = file.toString().endsWith(".pcd") ? null : ImageIO.read(file.toFile());
            all.add(new DatasetFrame(
                    all.size(),
                    all.size(),
                    media.relativize(file).toString(),
                    image == null ? 60 : image.getWidth(),
                    image == null ? 1 : image.getHeight()));
        }
    }

    private void loadFrames() throws IOException {
        if (video()) {
            for (int i = 0; i < 7; i++) {
                all.add(new DatasetFrame(i, 2 + 3 * i, String.format("frame_%06d", 2 + 3 * i), 128, 96));
            }
        } else {
            frames(folder.resolve("media"));
        }
    }

    String name(long labelId) {
        Label label = labels.get(labelId);
        return labels.parent(label).map(parent -> parent.name() + "/").orElse("") + label.name();
    }

    FrameNames names() {
        return new FrameNames(all.subList(first, last + 1), video(), video() ? 2 : 0, frameStep());
    }

    @Override
    public long taskId() {
        return id;
    }

    @Override
    public String subset() {
        return subset;
    }

    @Override
    public boolean video() {
        return folder.getFileName().toString().equals("video");
    }

    @Override
    public int frameStep() {
        return video() ? 3 : 1;
    }

    @Override
    public int stopNumber() {
        return all.get(last).number();
    }

    @Override
    public int endIndex() {
        return last + 1;
    }

    @Override
    public List<DatasetFrame> frames() {
        return all.subList(first, last + 1).stream()
                .filter(frame -> !deleted.contains(frame.index()))
                .toList();
    }

    @Override
    public boolean deleted(int index) {
        return deleted.contains(index);
    }

    int size() {
        return last - first + 1;
    }

    int firstNumber() {
        return all.get(first).number();
    }

    @Override
    public void image(DatasetFrame frame, OutputStream out) throws IOException {
        Files.copy(folder.resolve("media").resolve(frame.name()), out);
    }

    @Override
    public void annotations(AnnotationUse use) throws IOException {
        JsonNode annotations = spec.path("annotations");
        List<Shape> shapes = new ArrayList<>();
        annotations.path("shapes").forEach(node -> shapes.add(shape(node)));
        shapes.sort(Comparator.comparingInt(Shape::frame));
        List<Tag> tags = new ArrayList<>();
        annotations.path("tags").forEach(node -> tags.add(tag(node)));
        tags.sort(Comparator.comparingInt(Tag::frame));
        List<Track> tracks = new ArrayList<>();
        annotations.path("tracks").forEach(node -> tracks.add(track(node)));
        use.with(new AnnotationStreams(
                shapes.stream().filter(shape -> mine(shape.frame())).iterator(),
                tags.stream().filter(tag -> mine(tag.frame())).iterator(),
                tracks));
    }

    private boolean mine(int frame) {
        return frame >= first && frame <= last;
    }

    private Label label(JsonNode node) {
        return byName.get(node.path("label").asString());
    }

    private static List<AttributeValue> values(Label label, JsonNode node) {
        List<AttributeValue> values = new ArrayList<>();
        node.path("attributes")
                .forEach(value -> label.attributes().stream()
                        .filter(spec -> spec.name().equals(value.path("name").asString()))
                        .forEach(spec -> values.add(new AttributeValue(
                                spec.id(), value.path("value").asString()))));
        return values;
    }

    private static double[] points(JsonNode node) {
        double[] points = new double[node.path("points").size()];
        for (int i = 0; i < points.length; i++) {
            points[i] = node.path("points").get(i).asDouble();
        }
        return points;
    }

    private Tag tag(JsonNode node) {
        Label label = label(node);
        return new Tag(
                0,
                node.path("frame").asInt(),
                label.id(),
                node.path("source").asString("manual"),
                node.path("group").asLong(),
                OptionalDouble.empty(),
                values(label, node));
    }

    private Shape shape(JsonNode node) {
        Label label = label(node);
        List<Shape> elements = new ArrayList<>();
        node.path("elements").forEach(element -> elements.add(shape(element)));
        return new Shape(
                0,
                node.path("frame").asInt(),
                label.id(),
                ShapeType.ofWireName(node.path("type").asString()).orElseThrow(),
                node.path("source").asString("manual"),
                node.path("occluded").asBoolean(false),
                node.path("outside").asBoolean(false),
                node.path("z_order").asInt(0),
                node.path("rotation").asDouble(0),
                node.path("group").asLong(0),
                OptionalDouble.empty(),
                points(node),
                values(label, node),
                elements);
    }

    private Track track(JsonNode node) {
        Label label = label(node);
        List<TrackedShape> shapes = new ArrayList<>();
        node.path("shapes")
                .forEach(shape -> shapes.add(new TrackedShape(
                        0,
                        shape.path("frame").asInt(),
                        ShapeType.ofWireName(shape.path("type").asString()).orElseThrow(),
                        shape.path("occluded").asBoolean(false),
                        shape.path("outside").asBoolean(false),
                        shape.path("z_order").asInt(0),
                        shape.path("rotation").asDouble(0),
                        points(shape),
                        values(label, shape))));
        List<Track> elements = new ArrayList<>();
        node.path("elements").forEach(element -> elements.add(track(element)));
        return new Track(
                0,
                node.path("frame").asInt(),
                label.id(),
                node.path("source").asString("manual"),
                node.path("group").asLong(0),
                values(label, node),
                shapes,
                elements);
    }
}
