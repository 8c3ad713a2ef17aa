package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.frames.FrameInfo;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.store.AnnotationSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks of a dataset's subsets. The dataset is read once for each, and only that one's annotations are taken. */
final class SubsetTargets {
    private static final FrameNames NONE = new FrameNames(List.of(), false, 0, 1);
    private static final AnnotationSink NOWHERE = new AnnotationSink() {
        @Override
        public void tag(Tag tag) {
            // of another subset
        }

        @Override
        public void shape(Shape shape) {
            // of another subset
        }

        @Override
        public void track(Track track) {
            // of another subset
        }
    };

    private final ProjectLabels labels;
    private final LabelBook known;
    private final Map<String, FrameNames> names = new HashMap<>();

    SubsetTargets(ProjectLabels labels, Map<String, TaskData> media, Map<String, List<FrameInfo>> frames) {
        this.labels = labels;
        this.known = labels.book();
        media.forEach((subset, data) ->
                names.put(subset, TaskFrames.names(data, frames.getOrDefault(subset, List.of()))));
    }

    /** Takes nothing: to check the dataset and to make what its labels lack, before the annotation store reads the labels. */
    ImportTarget none() {
        return only("", NOWHERE);
    }

    ImportTarget only(String wanted, AnnotationSink sink) {
        return new ImportTarget() {
            @Override
            public LabelBook labels() {
                return known;
            }

            @Override
            public FrameNames frames(String subset) {
                return names.getOrDefault(subset, NONE);
            }

            @Override
            public AnnotationSink sink(String subset) {
                return subset.equals(wanted) ? sink : NOWHERE;
            }

            @Override
            public Optional<AttributeSpec> newAttribute(Label label, String name, String inputType) {
                return labels.attribute(label, name, inputType);
            }
        };
    }
}
