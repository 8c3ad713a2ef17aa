package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import java.io.IOException;

/**
 * Annotations that wait, in memory and beyond that on disk, until a save takes them: what reads them may be slow, and a save that reads from
 * here is not. Given again any number of times, tags, shapes and tracks each in the order in which they came, new and without ids. Recorded
 * by one thread; close gives the space back.
 */
public final class AnnotationRecording implements AnnotationSink, AnnotationSource, AutoCloseable {
    private final RowStage stage;

    public AnnotationRecording(SpoolSpace space) {
        stage = new RowStage(space, false);
    }

    @Override
    public void tag(Tag tag) throws IOException {
        stage.tag(0, tag, 0, RowStage.ANSWER);
    }

    @Override
    public void shape(Shape shape) throws IOException {
        stage.shape(0, shape, 0, RowStage.ANSWER);
        for (Shape element : shape.elements()) {
            stage.element(0, element, 0, 0, RowStage.ANSWER);
        }
    }

    @Override
    public void track(Track track) throws IOException {
        stage.answer(track);
    }

    @Override
    public void feed(AnnotationSink sink) throws IOException {
        SpooledAnswer.replay(stage, null, sink);
    }

    @Override
    public void close() {
        stage.close();
    }
}
