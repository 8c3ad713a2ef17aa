package io.ocellus.annotation.formats;

import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.store.AnnotationSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is imported. */
final class MemoryTarget implements ImportTarget, AnnotationSink {
    final List<Shape> shapes = new ArrayList<>();
    final List<Tag> tags = new ArrayList<>();
    final List<Track> tracks = new ArrayList<>();
    private final FrameNames names;

    MemoryTarget(List<DatasetFrame> frames) {
        this.names = new FrameNames(frames, false, 0, 1);
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
        tags.add(tag);
    }

    @Override
    public void shape(Shape shape) {
        shapes.add(shape);
    }

    @Override
    public void track(Track track) {
        tracks.add(track);
    }
}
