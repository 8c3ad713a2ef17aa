package io.ocellus.annotation.formats.golden;

import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import io.ocellus.annotation.store.AnnotationSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an import gave, shown as the golden cases show annotations read back: names for ids, sizes for groups, defaults filled in. */
final class Collected implements AnnotationSink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GoldenTask task;
    private final Map<Long, AttributeSpec> made = new HashMap<>();
    final List<Tag> tags = new ArrayList<>();
    final List<Shape> shapes = new ArrayList<>();
    final List<Track> tracks = new ArrayList<>();
    private final Map<Long, Integer> groups = new HashMap<>();

    Collected(GoldenTask task, Map<Long, AttributeSpec> made) {
        this.task = task;
        this.made.putAll(made);
    }

    void knows(Map<Long, AttributeSpec> specs) {
        made.putAll(specs);
    }

    @Override
    public void tag(Tag tag) {
        tags.add(tag);
        groups.merge(tag.group(), 1, Integer::sum);
    }

    @Override
    public void shape(Shape shape) {
        shapes.add(shape);
        groups.merge(shape.group(), 1, Integer::sum);
    }

    @Override
    public void track(Track track) {
        tracks.add(track);
        groups.merge(track.group(), 1, Integer::sum);
    }

    JsonNode portable() {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode outTags = root.putArray("tags");
        for (Tag tag : tags) {
            ObjectNode node = outTags.addObject();
            node.put("frame", tag.frame());
            group(node, tag.group());
            node.put("source", tag.source());
            node.set("attributes", attributes(tag.labelId(), tag.attributes(), spec -> true));
            node.put("label", task.name(tag.labelId()));
        }
        ArrayNode outShapes = root.putArray("shapes");
        shapes.forEach(shape -> outShapes.add(shape(shape, false)));
        ArrayNode outTracks = root.putArray("tracks");
        tracks.forEach(track -> outTracks.add(track(track, false)));
        return root;
    }

    private void group(ObjectNode node, long group) {
        if (group == 0) {
            node.put("group", 0);
        } else {
            node.put("group", "of " + groups.getOrDefault(group, 1));
        }
    }

    private ArrayNode attributes(long labelId, List<AttributeValue> values, Predicate<AttributeSpec> wanted) {
        Label label = task.labels.get(labelId);
        TreeMap<String, String> sorted = new TreeMap<>();
        label.attributes().stream().filter(wanted).forEach(spec -> sorted.put(spec.name(), spec.defaultValue()));
        for (AttributeValue value : values) {
            label.attributes().stream()
                    .filter(spec -> spec.id() == value.specId())
                    .forEach(spec -> sorted.put(spec.name(), value.value()));
            if (made.containsKey(value.specId())) {
                sorted.put(made.get(value.specId()).name(), value.value());
            }
        }
        ArrayNode array = JSON.createArrayNode();
        sorted.forEach((name, value) -> array.addObject().put("name", name).put("value", value));
        return array;
    }

    private ObjectNode shape(Shape shape, boolean element) {
        ObjectNode node = JSON.createObjectNode();
        node.put("type", shape.type().wireName());
        node.put("frame", shape.frame());
        group(node, shape.group());
        node.put("source", shape.source());
        node.put("occluded", shape.occluded());
        node.put("outside", shape.outside());
        node.put("z_order", shape.zOrder());
        node.put("rotation", shape.rotation());
        points(node, shape.points());
        node.set("attributes", attributes(shape.labelId(), shape.attributes(), spec -> true));
        if (!element) {
            ArrayNode elements = node.putArray("elements");
            shape.elements().forEach(one -> elements.add(shape(one, true)));
        }
        node.put("label", task.name(shape.labelId()));
        return node;
    }

    private static void points(ObjectNode node, double[] points) {
        ArrayNode array = node.putArray("points");
        for (double value : points) {
            array.add(value);
        }
    }

    private ObjectNode track(Track track, boolean element) {
        ObjectNode node = JSON.createObjectNode();
        node.put("frame", track.frame());
        group(node, track.group());
        node.put("source", track.source());
        ArrayNode array = node.putArray("shapes");
        List<AttributeValue> carried = List.of();
        for (TrackedShape shape : track.shapes()) {
            List<AttributeValue> now = new ArrayList<>(carried);
            now.removeIf(old -> shape.attributes().stream().anyMatch(value -> value.specId() == old.specId()));
            now.addAll(shape.attributes());
            carried = now;
            ObjectNode one = array.addObject();
            one.put("type", shape.type().wireName());
            one.put("frame", shape.frame());
            one.put("occluded", shape.occluded());
            one.put("outside", shape.outside());
            one.put("z_order", shape.zOrder());
            one.put("rotation", shape.rotation());
            points(one, shape.points());
            one.set("attributes", attributes(track.labelId(), now, AttributeSpec::mutable));
        }
        node.set("attributes", attributes(track.labelId(), track.attributes(), spec -> !spec.mutable()));
        if (!element) {
            ArrayNode elements = node.putArray("elements");
            track.elements().forEach(one -> elements.add(track(one, true)));
        }
        node.put("label", task.name(track.labelId()));
        return node;
    }
}
