package io.ocellus.annotation.formats;

import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a task or project, sublabels among them, in the order of their ids: the order in which formats number classes. Immutable.
 */
public final class LabelBook {
    private record Key(String name, long parent) {}

    private final List<Label> labels;
    private final Map<Long, Integer> positions = new HashMap<>();
    private final Map<Key, Label> byName = new HashMap<>();
    private final Map<Long, AttributeSpec> attributes = new HashMap<>();

    private LabelBook(List<Label> labels) {
        this.labels = labels;
        for (int i = 0; i < labels.size(); i++) {
            Label label = labels.get(i);
            positions.put(label.id(), i);
            byName.putIfAbsent(new Key(label.name(), parentKey(label.parentId())), label);
            label.attributes().forEach(spec -> attributes.put(spec.id(), spec));
        }
    }

    /** @param labels top-level ones with their sublabels inside, or flat */
    public static LabelBook of(List<Label> labels) {
        Map<Long, Label> flat = new HashMap<>();
        collect(labels, flat);
        List<Label> sorted = new ArrayList<>(flat.values());
        sorted.sort(Comparator.comparingLong(Label::id));
        return new LabelBook(List.copyOf(sorted));
    }

    private static void collect(List<Label> labels, Map<Long, Label> flat) {
        for (Label label : labels) {
            flat.put(label.id(), label);
            collect(label.sublabels(), flat);
        }
    }

    private static long parentKey(@Nullable Long parent) {
        return parent == null ? 0 : parent;
    }

    /** All labels, sublabels among them, by id. */
    public List<Label> all() {
        return labels;
    }

    public boolean isEmpty() {
        return labels.isEmpty();
    }

    public Label get(long id) {
        return labels.get(position(id));
    }

    /** The number of the label in {@link #all()}. */
    public int position(long id) {
        Integer position = positions.get(id);
        if (position == null) {
            throw new IllegalArgumentException("Label " + id + " belongs to no label of this dataset");
        }
        return position;
    }

    /** A top-level label. */
    public Optional<Label> find(String name) {
        return Optional.ofNullable(byName.get(new Key(name, 0)));
    }

    /** A sublabel of {@code parent}. */
    public Optional<Label> find(String name, long parent) {
        return Optional.ofNullable(byName.get(new Key(name, parent)));
    }

    public Optional<Label> parent(Label label) {
        Long parent = label.parentId();
        return parent == null || !positions.containsKey(parent) ? Optional.empty() : Optional.of(get(parent));
    }

    public Optional<AttributeSpec> attribute(long specId) {
        return Optional.ofNullable(attributes.get(specId));
    }
}
