package io.ocellus.annotation.annotations;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import io.ocellus.annotation.store.AnnotationSink;
import io.ocellus.annotation.store.AnnotationSource;
import io.ocellus.annotation.wire.JsonFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * CVAT's {@code LabeledData}, read as a stream: memory of one annotation. Unknown fields are passed over, known ones must have their type;
 * depth and lengths are bounded. Used once.
 */
final class AnnotationBody implements AnnotationSource {
    private static final int DEPTH = 32;
    private static final int LONGEST_STRING = 1 << 20;
    private static final int MOST_PARTS = 200_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(LONGEST_STRING)
                    .maxNumberLength(400)
                    .build())
            .build();

    private final InputStream in;
    private final Values values = new Values();

    AnnotationBody(InputStream in) {
        this.in = in;
    }

    @Override
    public void feed(AnnotationSink sink) throws IOException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Failure.Invalid.field("non_field_errors", "Invalid data. Expected a dictionary.");
            }
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (list(name) && !seen.add(name)) {
                    throw Failure.Invalid.field(name, "Stands twice.");
                }
                section(parser, name, sink);
            }
            if (parser.nextToken() != null) {
                throw new Failure.Malformed("JSON parse error - something follows the object.");
            }
        } catch (JacksonIOException e) {
            if (e.getCause() instanceof BoundedBody.Exceeded exceeded) {
                throw exceeded.failure();
            }
            throw new Failure.Malformed("The body ended early.", e);
        } catch (JacksonException e) {
            throw JsonFault.of(e);
        }
    }

    private static boolean list(String name) {
        return name.equals("tags") || name.equals("shapes") || name.equals("tracks");
    }

    private void section(JsonParser parser, String name, AnnotationSink sink) throws IOException {
        if (!list(name)) {
            parser.skipChildren();
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Failure.Invalid.field(name, "Expected a list of items.");
        }
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Item item = item(parser, name + "[" + index++ + "]", 0);
            switch (name) {
                case "tags" -> sink.tag(item.tag());
                case "shapes" -> sink.shape(item.shape());
                default -> sink.track(item.track());
            }
        }
    }

    private Item item(JsonParser parser, String place, int depth) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Values.refuse(place, "Expected a dictionary.");
        }
        Item item = new Item(place);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> item.id = values.integerOrNone(parser, place, name);
                case "frame" -> item.frame = (int) values.natural(parser, place, name, Integer.MAX_VALUE);
                case "label_id" -> item.labelId = values.natural(parser, place, name, Long.MAX_VALUE);
                case "group" -> item.group = values.integerOrNone(parser, place, name);
                case "source" -> item.source = values.text(parser, place, name);
                case "type" -> item.type = type(values.text(parser, place, name), place);
                case "occluded" -> item.occluded = values.bool(parser, place, name);
                case "outside" -> item.outside = values.bool(parser, place, name);
                case "z_order" -> item.zOrder = (int) values.integer(parser, place, name, Integer.MAX_VALUE);
                case "rotation" -> item.rotation = values.number(parser, place, name);
                case "points" -> item.points = values.points(parser, place, name);
                case "attributes" -> item.attributes = attributes(parser, place);
                case "elements" -> {
                    if (depth == 0) {
                        item.elements = items(parser, place, name, 1);
                    } else {
                        parser.skipChildren();
                    }
                }
                case "shapes" -> item.shapes = items(parser, place, name, 2);
                default -> parser.skipChildren();
            }
        }
        return item;
    }

    private static ShapeType type(String word, String place) {
        return ShapeType.ofWireName(word)
                .orElseThrow(() -> Values.refuse(place, "type: \"" + Values.clip(word) + "\" is not a valid choice."));
    }

    private List<Item> items(JsonParser parser, String place, String name, int depth) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Values.refuse(place, name + ": Expected a list of items.");
        }
        List<Item> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == MOST_PARTS) {
                throw Values.refuse(place, name + ": more than " + MOST_PARTS);
            }
            items.add(item(parser, place + "." + name + "[" + items.size() + "]", depth));
        }
        return items;
    }

    private List<AttributeValue> attributes(JsonParser parser, String place) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Values.refuse(place, "attributes: Expected a list of items.");
        }
        List<AttributeValue> found = new ArrayList<>(2);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT || found.size() == MOST_PARTS) {
                throw Values.refuse(place, "attributes: Expected a dictionary.");
            }
            long spec = 0;
            String value = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "spec_id" -> spec = values.integer(parser, place, name, Long.MAX_VALUE);
                    case "value" -> value = values.scalar(parser, place, name);
                    default -> parser.skipChildren();
                }
            }
            if (spec == 0 || value == null) {
                throw Values.refuse(place, "attributes: spec_id and value are required.");
            }
            long id = spec;
            found.removeIf(earlier -> earlier.specId() == id);
            found.add(new AttributeValue(spec, value));
        }
        return found;
    }

    /** The fields of a tag, shape, keyframe or track, before it is known to have what it needs. */
    private static final class Item {
        private static final double[] NO_POINTS = {};
        private final String place;
        private long id;
        private int frame = -1;
        private long labelId = -1;
        private long group;
        private String source = "manual";
        private @Nullable ShapeType type;
        private boolean occluded;
        private boolean outside;
        private int zOrder;
        private double rotation;
        private double[] points = NO_POINTS;
        private List<AttributeValue> attributes = List.of();
        private List<Item> elements = List.of();
        private @Nullable List<Item> shapes;

        Item(String place) {
            this.place = place;
        }

        private void labelled() {
            framed();
            if (labelId < 0) {
                throw Values.refuse(place, "label_id: This field is required.");
            }
        }

        private void framed() {
            if (frame < 0) {
                throw Values.refuse(place, "frame: This field is required.");
            }
        }

        private ShapeType type() {
            ShapeType known = type;
            if (known == null) {
                throw Values.refuse(place, "type: This field is required.");
            }
            return known;
        }

        Tag tag() {
            labelled();
            return new Tag(id, frame, labelId, source, group, OptionalDouble.empty(), attributes);
        }

        Shape shape() {
            labelled();
            return new Shape(
                    id,
                    frame,
                    labelId,
                    type(),
                    source,
                    occluded,
                    outside,
                    zOrder,
                    rotation,
                    group,
                    OptionalDouble.empty(),
                    points,
                    attributes,
                    elements.isEmpty()
                            ? List.of()
                            : elements.stream().map(Item::shape).toList());
        }

        Track track() {
            labelled();
            List<Item> keyframes = shapes;
            if (keyframes == null) {
                throw Values.refuse(place, "shapes: This field is required.");
            }
            return new Track(
                    id,
                    frame,
                    labelId,
                    source,
                    group,
                    attributes,
                    keyframes.stream().map(Item::keyframe).toList(),
                    elements.stream().map(Item::track).toList());
        }

        private TrackedShape keyframe() {
            framed();
            return new TrackedShape(id, frame, type(), occluded, outside, zOrder, rotation, points, attributes);
        }
    }
}
