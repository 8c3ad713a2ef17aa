package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import java.util.List;

/** What one frame shows. */
public record FrameAnnotations(int frame, List<Tag> tags, List<Shape> shapes, List<TrackPosition> tracks) {
    public FrameAnnotations {
        tags = List.copyOf(tags);
        shapes = List.copyOf(shapes);
        tracks = List.copyOf(tracks);
    }
}
