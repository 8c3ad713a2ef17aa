package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import java.io.IOException;

/** Takes annotations one after the other. */
public interface AnnotationSink {
    void tag(Tag tag) throws IOException;

    void shape(Shape shape) throws IOException;

    void track(Track track) throws IOException;
}
