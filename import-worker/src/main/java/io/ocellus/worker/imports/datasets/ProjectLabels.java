package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import java.util.List;
import java.util.Optional;

/**
 * The labels of a project that a dataset is imported into: a project without any gets those of the dataset, and labels get the attributes that
 * the dataset has and they lack. For one transaction; not thread-safe.
 */
final class ProjectLabels {
    private static final int MOST_LABELS = 1000;
    private static final int MOST_ATTRIBUTES = 1000;

    private final LabelStore store;
    private final LabelOwner owner;
    private LabelBook book;
    private int made;

    ProjectLabels(LabelStore store, LabelOwner owner) {
        this.store = store;
        this.owner = owner;
        store.lock(owner);
        this.book = LabelBook.of(store.of(owner));
    }

    LabelBook book() {
        return book;
    }

    /** Makes labels of these names where there are none; else each must be known. */
    void declare(List<String> names) {
        if (!book.isEmpty()) {
            for (String name : names) {
                boolean known = name.equals("background")
                        || book.all().stream().anyMatch(label -> label.name().equals(name));
                if (!known) {
                    throw new Failure.Invalid("Target project does not have label with name \"" + name + "\"");
                }
            }
            return;
        }
        if (names.size() > MOST_LABELS) {
            throw new Failure.Invalid(
                    "The dataset has " + names.size() + " labels, at most " + MOST_LABELS + " are made");
        }
        for (String name : names) {
            store.create(owner, null, name, "#%06x".formatted(name.hashCode() * 0x9E3779B1 & 0xFFFFFF), "any");
        }
        book = LabelBook.of(store.of(owner));
    }

    /** The attribute of this name, made if the label lacks it. */
    Optional<AttributeSpec> attribute(Label label, String name, String inputType) {
        Optional<AttributeSpec> known = spec(label.id(), name);
        if (known.isPresent()) {
            return known;
        }
        if (++made > MOST_ATTRIBUTES || name.length() > 64) {
            throw new Failure.Invalid("The dataset has too many or too long attributes, such as '"
                    + name.substring(0, Math.min(64, name.length())) + "'");
        }
        store.saveAttribute(new AttributeSpec(0, label.id(), name, false, inputType, "", List.of()));
        book = LabelBook.of(store.of(owner));
        return spec(label.id(), name);
    }

    private Optional<AttributeSpec> spec(long label, String name) {
        return book.get(label).attributes().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst();
    }
}
