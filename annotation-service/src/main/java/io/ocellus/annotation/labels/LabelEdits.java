package io.ocellus.annotation.labels;

import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.store.AnnotationWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/**
 * How label sets change, by CVAT's rules: names are unique within a set (sublabels: within their label), types never change from or to
 * skeleton, attributes are added or changed and never removed but with their label, and a deleted label takes what it marks along. Works in
 * the caller's transaction; the caller has locked the owner. Thread-safe.
 */
public final class LabelEdits {
    private final LabelStore labels;
    private final Supplier<AnnotationWriter> annotations;

    public LabelEdits(LabelStore labels, Supplier<AnnotationWriter> annotations) {
        this.labels = labels;
        this.annotations = annotations;
    }

    /** Makes the labels of a new project or task; ids that a client sent are ignored. */
    public void create(LabelOwner owner, List<LabelSpec> specs) {
        unique(() -> {
            List<String> colors = new ArrayList<>();
            for (LabelSpec spec : specs) {
                create(owner, null, spec, colors);
            }
        });
    }

    /** Adds labels without an id, changes those with one, deletes those that say so. */
    public void update(LabelOwner owner, List<LabelSpec> specs, OptionalLong user) {
        unique(() -> {
            for (LabelSpec spec : specs) {
                List<Label> present = labels.of(owner);
                Long id = spec.id();
                if (id == null) {
                    create(owner, null, spec, colors(present, 0));
                } else {
                    change(owner, find(owner, id), spec, colors(present, id), user);
                }
            }
        });
    }

    public void delete(Label label, OptionalLong user) {
        List<Long> ids = new ArrayList<>();
        ids.add(label.id());
        label.sublabels().forEach(sublabel -> ids.add(sublabel.id()));
        annotations.get().removeLabels(ids, user);
        labels.delete(label.id());
    }

    private Label find(LabelOwner owner, long id) {
        return labels.find(id)
                .filter(found -> found.owner().equals(owner))
                .map(LabelStore.Owned::label)
                .orElseThrow(() -> new Failure.NotFound("Not found label with id #" + id + " to change"));
    }

    private void create(LabelOwner owner, @Nullable Long parent, LabelSpec spec, List<String> colors) {
        String name = spec.name();
        if (name == null) {
            throw Failure.Invalid.field("labels", "A new label needs a name.");
        }
        String color = spec.color() == null ? LabelColors.choose(name, colors) : spec.color();
        colors.add(color);
        String type = spec.type() == null ? "any" : spec.type();
        long id = labels.create(owner, parent, name, color, type);
        List<String> sublabelColors = new ArrayList<>();
        for (LabelSpec sublabel : spec.sublabels()) {
            create(owner, id, sublabel, sublabelColors);
        }
        if (type.equals("skeleton")) {
            Map<String, Long> ids = labels.find(id).orElseThrow().label().sublabels().stream()
                    .collect(Collectors.toMap(Label::name, Label::id));
            labels.setSkeleton(id, SkeletonDrawing.withIds(spec.svg(), ids));
        }
        for (LabelSpec.AttributePart part : spec.attributes()) {
            labels.saveAttribute(attribute(id, null, part));
        }
    }

    private void change(LabelOwner owner, Label label, LabelSpec spec, List<String> colors, OptionalLong user) {
        if (spec.deleted()) {
            delete(label, user);
            return;
        }
        boolean skeleton = label.type().equals("skeleton") || "skeleton".equals(spec.type());
        String type = spec.type() == null || skeleton ? label.type() : spec.type();
        String name = spec.name() == null ? label.name() : spec.name();
        String color = spec.color() == null ? LabelColors.choose(name, colors) : spec.color();
        labels.update(label.id(), name, color, type);
        for (LabelSpec sublabel : spec.sublabels()) {
            Long id = sublabel.id();
            if (id != null && label.sublabels().stream().anyMatch(present -> present.id() == id)) {
                change(owner, find(owner, id), sublabel, colors(label.sublabels(), id), user);
            }
        }
        for (LabelSpec.AttributePart part : spec.attributes()) {
            labels.saveAttribute(attribute(label.id(), present(label, part), part));
        }
    }

    private static @Nullable AttributeSpec present(Label label, LabelSpec.AttributePart part) {
        Long id = part.id();
        for (AttributeSpec attribute : label.attributes()) {
            if (id == null ? attribute.name().equals(part.name()) : attribute.id() == id) {
                return attribute;
            }
        }
        if (id != null) {
            throw new Failure.NotFound("Attribute with id #" + id + " does not exist");
        }
        return null;
    }

    private static AttributeSpec attribute(
            long labelId, @Nullable AttributeSpec present, LabelSpec.AttributePart part) {
        AttributeSpec base =
                present == null ? new AttributeSpec(0, labelId, "", false, "text", "", List.of()) : present;
        return new AttributeSpec(
                base.id(),
                labelId,
                part.name() == null ? base.name() : part.name(),
                part.mutable() == null ? base.mutable() : part.mutable(),
                part.inputType() == null ? base.inputType() : part.inputType(),
                part.defaultValue() == null ? base.defaultValue() : part.defaultValue(),
                part.values() == null ? base.values() : part.values());
    }

    private static List<String> colors(List<Label> labels, long but) {
        return labels.stream()
                .filter(label -> label.id() != but)
                .map(Label::color)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static void unique(Runnable edit) {
        try {
            edit.run();
        } catch (DuplicateKeyException e) {
            throw new Failure.Invalid("All label names must be unique", e);
        }
    }
}
