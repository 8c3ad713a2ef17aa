package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.store.AnnotationRecording;
import io.ocellus.annotation.store.AnnotationSink;
import io.ocellus.annotation.store.SpoolSpace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Takes a dataset that is read once, and keeps the annotations of each of its subsets until their tasks are there. Not thread-safe. */
final class RecordedSubsets implements ImportTarget, AutoCloseable {
    private static final FrameNames NONE = new FrameNames(java.util.List.of(), false, 0, 1);
    private static final AnnotationSink NOWHERE = new AnnotationSink() {
        @Override
        public void tag(Tag tag) {
            // of no subset with pictures
        }

        @Override
        public void shape(Shape shape) {
            // of no subset with pictures
        }

        @Override
        public void track(Track track) {
            // of no subset with pictures
        }
    };

    private final PlannedLabels labels;
    private final Map<String, FrameNames> names;
    private final Map<String, AnnotationRecording> recordings = new HashMap<>();

    /** @param names of the frames of each subset that becomes a task */
    RecordedSubsets(PlannedLabels labels, Map<String, FrameNames> names, SpoolSpace space) {
        this.labels = labels;
        this.names = Map.copyOf(names);
        names.keySet().forEach(subset -> recordings.put(subset, new AnnotationRecording(space)));
    }

    /** What was recorded of a subset that becomes a task. */
    AnnotationRecording of(String subset) {
        AnnotationRecording recording = recordings.get(subset);
        if (recording == null) {
            throw new IllegalArgumentException("no subset " + subset);
        }
        return recording;
    }

    @Override
    public LabelBook labels() {
        return labels.book();
    }

    @Override
    public FrameNames frames(String subset) {
        return names.getOrDefault(subset, NONE);
    }

    @Override
    public AnnotationSink sink(String subset) {
        AnnotationRecording recording = recordings.get(subset);
        return recording == null ? NOWHERE : recording;
    }

    @Override
    public Optional<AttributeSpec> newAttribute(Label label, String name, String inputType) {
        return labels.attribute(label, name, inputType);
    }

    @Override
    public void close() {
        recordings.values().forEach(AnnotationRecording::close);
    }
}
