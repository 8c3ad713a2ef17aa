package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.store.AnnotationSink;
import java.util.Optional;

/** Where annotations go: a task or job, or the tasks that were made of the subsets of a dataset. */
public interface ImportTarget {
    LabelBook labels();

    /** The frames that items of a subset are matched with; a task or job has the same for every subset. */
    FrameNames frames(String subset);

    AnnotationSink sink(String subset);

    /** Makes an attribute that the dataset has and the label lacks; imports into tasks and jobs make none. */
    default Optional<AttributeSpec> newAttribute(Label label, String name, String inputType) {
        return Optional.empty();
    }
}
