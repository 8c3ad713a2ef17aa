package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.io.IOException;
import java.util.List;

/** Passes annotations on with other labels and attributes. */
public final class RelabellingSink implements AnnotationSink {
    private final Relabelling ids;
    private final AnnotationSink to;

    public RelabellingSink(Relabelling ids, AnnotationSink to) {
        this.ids = ids;
        this.to = to;
    }

    private long label(long id) {
        return ids.labels().getOrDefault(id, id);
    }

    private List<AttributeValue> attributes(List<AttributeValue> values) {
        return values.stream()
                .map(value -> new AttributeValue(
                        ids.attributes().getOrDefault(value.specId(), value.specId()), value.value()))
                .toList();
    }

    @Override
    public void tag(Tag t) throws IOException {
        to.tag(new Tag(
                t.id(), t.frame(), label(t.labelId()), t.source(), t.group(), t.score(), attributes(t.attributes())));
    }

    @Override
    public void shape(Shape shape) throws IOException {
        to.shape(changed(shape));
    }

    private Shape changed(Shape s) {
        return new Shape(
                s.id(),
                s.frame(),
                label(s.labelId()),
                s.type(),
                s.source(),
                s.occluded(),
                s.outside(),
                s.zOrder(),
                s.rotation(),
                s.group(),
                s.score(),
                s.points(),
                attributes(s.attributes()),
                s.elements().stream().map(this::changed).toList());
    }

    @Override
    public void track(Track track) throws IOException {
        to.track(changed(track));
    }

    private Track changed(Track t) {
        return new Track(
                t.id(),
                t.frame(),
                label(t.labelId()),
                t.source(),
                t.group(),
                attributes(t.attributes()),
                t.shapes().stream().map(this::changed).toList(),
                t.elements().stream().map(this::changed).toList());
    }

    private TrackedShape changed(TrackedShape s) {
        return new TrackedShape(
                s.id(),
                s.frame(),
                s.type(),
                s.occluded(),
                s.outside(),
                s.zOrder(),
                s.rotation(),
                s.points(),
                attributes(s.attributes()));
    }
}
