package io.ocellus.annotation.formats.imports;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The binders of a dataset, one a subset, which share what they made of attributes. Not thread-safe. */
public final class DatasetBinder {
    private final ImportTarget target;
    private final AttributeBinder attributes;
    private final Map<String, AnnotationBinder> subsets = new LinkedHashMap<>();

    public DatasetBinder(ImportTarget target) {
        this.target = target;
        this.attributes = new AttributeBinder(target);
    }

    public AnnotationBinder subset(String name) {
        return subsets.computeIfAbsent(name, key -> new AnnotationBinder(target, key, attributes));
    }

    /** Gives on what the binders collected. */
    public void finish() throws IOException {
        for (AnnotationBinder binder : subsets.values()) {
            binder.finish();
        }
    }
}
