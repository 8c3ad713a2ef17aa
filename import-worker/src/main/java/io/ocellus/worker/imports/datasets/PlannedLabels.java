package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.store.Relabelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The labels of a project as they will be when a dataset has been imported: a project without any gets those of the dataset, and labels get
 * the attributes that the dataset has and they lack. What is not there yet has an id of its own until {@link #make}. Not thread-safe.
 */
final class PlannedLabels {
    /** Planned ids are larger than any that a sequence gives. */
    private static final long PLANNED = 1L << 60;

    private static final int MOST_LABELS = 1000;
    private static final int MOST_ATTRIBUTES = 1000;

    private final List<Label> present;
    private final List<Label> planned = new ArrayList<>();
    private final Map<Wanted, AttributeSpec> attributes = new LinkedHashMap<>();
    private final LabelBook book;
    private long next = PLANNED;

    private record Wanted(long label, String name) {}

    /**
     * @param present labels of the project
     * @param declared labels that the dataset names; each must be known where the project has labels
     */
    PlannedLabels(List<Label> present, List<String> declared) {
        this.present = present;
        if (present.isEmpty()) {
            plan(declared);
            book = LabelBook.of(planned);
        } else {
            book = LabelBook.of(present);
            for (String name : declared) {
                boolean known = name.equals("background")
                        || book.all().stream().anyMatch(label -> label.name().equals(name));
                if (!known) {
                    throw new Failure.Invalid("Target project does not have label with name \"" + name + "\"");
                }
            }
        }
    }

    private void plan(List<String> names) {
        if (names.size() > MOST_LABELS) {
            throw new Failure.Invalid(
                    "The dataset has " + names.size() + " labels, at most " + MOST_LABELS + " are made");
        }
        for (String name : names) {
            String colour = "#%06x".formatted(name.hashCode() * 0x9E3779B1 & 0xFFFFFF);
            planned.add(new Label(next++, name, colour, "any", null, List.of(), List.of(), null));
        }
    }

    LabelBook book() {
        return book;
    }

    /** The attribute of this name, planned if the label lacks it. */
    Optional<AttributeSpec> attribute(Label label, String name, String inputType) {
        Optional<AttributeSpec> known = spec(book.get(label.id()), name);
        if (known.isPresent()) {
            return known;
        }
        Wanted wanted = new Wanted(label.id(), name);
        if (!attributes.containsKey(wanted) && (attributes.size() == MOST_ATTRIBUTES || name.length() > 64)) {
            throw new Failure.Invalid("The dataset has too many or too long attributes, such as '"
                    + name.substring(0, Math.min(64, name.length())) + "'");
        }
        return Optional.of(attributes.computeIfAbsent(
                wanted, key -> new AttributeSpec(next++, label.id(), name, false, inputType, "", List.of())));
    }

    private static Optional<AttributeSpec> spec(Label label, String name) {
        return label.attributes().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst();
    }

    /**
     * Makes what was planned, in the caller's transaction; gives the ids that it has now.
     *
     * @throws Failure.Unavailable when the labels are not what they were any more: the import begins again
     */
    Relabelling make(LabelStore store, LabelOwner owner) {
        store.lock(owner);
        if (!store.of(owner).equals(present)) {
            throw new Failure.Unavailable("The labels of the project changed while the dataset was read", null);
        }
        Map<Long, Long> labels = new HashMap<>();
        planned.forEach(
                label -> labels.put(label.id(), store.create(owner, null, label.name(), label.color(), label.type())));
        for (AttributeSpec spec : attributes.values()) {
            long label = labels.getOrDefault(spec.labelId(), spec.labelId());
            store.saveAttribute(new AttributeSpec(0, label, spec.name(), false, spec.inputType(), "", List.of()));
        }
        LabelBook made = LabelBook.of(store.of(owner));
        Map<Long, Long> specs = new HashMap<>();
        for (AttributeSpec spec : attributes.values()) {
            long label = labels.getOrDefault(spec.labelId(), spec.labelId());
            AttributeSpec now = spec(made.get(label), spec.name()).orElseThrow();
            specs.put(spec.id(), Objects.requireNonNull(now).id());
        }
        return new Relabelling(labels, specs);
    }
}
