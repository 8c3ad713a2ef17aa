package io.ocellus.annotation.annotations;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import io.ocellus.annotation.store.AnnotationSink;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * CVAT's {@code LabeledData}, written as a stream: tags, then shapes, then tracks must come in this order. Close ends the object; without
 * it what was written is no JSON. Not thread-safe.
 */
final class AnnotationJson implements AnnotationSink {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString FRAME = new SerializedString("frame");
    private static final SerializedString LABEL = new SerializedString("label_id");
    private static final SerializedString GROUP = new SerializedString("group");
    private static final SerializedString SOURCE = new SerializedString("source");
    private static final SerializedString TYPE = new SerializedString("type");
    private static final SerializedString OCCLUDED = new SerializedString("occluded");
    private static final SerializedString OUTSIDE = new SerializedString("outside");
    private static final SerializedString Z_ORDER = new SerializedString("z_order");
    private static final SerializedString ROTATION = new SerializedString("rotation");
    private static final SerializedString POINTS = new SerializedString("points");
    private static final SerializedString ATTRIBUTES = new SerializedString("attributes");
    private static final SerializedString SPEC = new SerializedString("spec_id");
    private static final SerializedString VALUE = new SerializedString("value");
    private static final SerializedString ELEMENTS = new SerializedString("elements");
    private static final List<String> SECTIONS = List.of("tags", "shapes", "tracks");

    private final JsonGenerator out;
    private int section = -1;

    AnnotationJson(OutputStream to, long version) {
        out = FACTORY.createGenerator(ObjectWriteContext.empty(), to);
        out.writeStartObject();
        out.writeName("version");
        out.writeNumber(version);
    }

    private void section(int wanted) {
        while (section < wanted) {
            if (section >= 0) {
                out.writeEndArray();
            }
            section++;
            out.writeName(SECTIONS.get(section));
            out.writeStartArray();
        }
    }

    @Override
    public void tag(Tag tag) {
        section(0);
        out.writeStartObject();
        id(tag.id());
        common(tag.frame(), tag.labelId(), tag.group(), tag.source());
        attributes(tag.attributes());
        out.writeEndObject();
    }

    @Override
    public void shape(Shape shape) {
        section(1);
        shape(shape, true);
    }

    private void shape(Shape shape, boolean root) {
        out.writeStartObject();
        id(shape.id());
        common(shape.frame(), shape.labelId(), shape.group(), shape.source());
        out.writeName(TYPE);
        out.writeString(shape.type().wireName());
        position(shape.occluded(), shape.outside(), shape.zOrder(), shape.rotation(), shape.points());
        attributes(shape.attributes());
        if (root) {
            out.writeName(ELEMENTS);
            out.writeStartArray();
            for (Shape element : shape.elements()) {
                shape(element, false);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    @Override
    public void track(Track track) {
        section(2);
        track(track, true);
    }

    private void track(Track track, boolean root) {
        out.writeStartObject();
        id(track.id());
        common(track.frame(), track.labelId(), track.group(), track.source());
        out.writeName("shapes");
        out.writeStartArray();
        for (TrackedShape shape : track.shapes()) {
            out.writeStartObject();
            id(shape.id());
            out.writeName(FRAME);
            out.writeNumber(shape.frame());
            out.writeName(TYPE);
            out.writeString(shape.type().wireName());
            position(shape.occluded(), shape.outside(), shape.zOrder(), shape.rotation(), shape.points());
            attributes(shape.attributes());
            out.writeEndObject();
        }
        out.writeEndArray();
        attributes(track.attributes());
        if (root) {
            out.writeName(ELEMENTS);
            out.writeStartArray();
            for (Track element : track.elements()) {
                track(element, false);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void id(long id) {
        out.writeName(ID);
        if (id == 0) {
            out.writeNull();
        } else {
            out.writeNumber(id);
        }
    }

    private void common(int frame, long labelId, long group, String source) {
        out.writeName(FRAME);
        out.writeNumber(frame);
        out.writeName(LABEL);
        out.writeNumber(labelId);
        out.writeName(GROUP);
        out.writeNumber(group);
        out.writeName(SOURCE);
        out.writeString(source);
    }

    private void position(boolean occluded, boolean outside, int zOrder, double rotation, double[] points) {
        out.writeName(OCCLUDED);
        out.writeBoolean(occluded);
        out.writeName(OUTSIDE);
        out.writeBoolean(outside);
        out.writeName(Z_ORDER);
        out.writeNumber(zOrder);
        out.writeName(ROTATION);
        out.writeNumber(rotation);
        out.writeName(POINTS);
        out.writeArray(points, 0, points.length);
    }

    private void attributes(List<AttributeValue> attributes) {
        out.writeName(ATTRIBUTES);
        out.writeStartArray();
        for (AttributeValue attribute : attributes) {
            out.writeStartObject();
            out.writeName(SPEC);
            out.writeNumber(attribute.specId());
            out.writeName(VALUE);
            out.writeString(attribute.value());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Ends the object. Not for a failure: what is cut off must not look whole. */
    void end() {
        section(2);
        out.writeEndArray();
        out.writeEndObject();
        out.close();
    }
}
