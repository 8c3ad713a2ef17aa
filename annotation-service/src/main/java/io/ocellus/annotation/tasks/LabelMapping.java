package io.ocellus.annotation.tasks;

import io.ocellus.annotation.labels.LabelSpec;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.store.Relabelling;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds for each label of a task the one of a project that has its name, or the name that the request gives it; several may go to one.
 * Skeletons must have the same joints, and each attribute one of the same name, input and values. For one use.
 */
final class LabelMapping {
    private final Map<String, Label> targets;
    private final List<LabelSpec> renamed;
    private final Map<Long, Long> labels = new HashMap<>();
    private final Map<Long, Long> attributes = new HashMap<>();

    private LabelMapping(List<Label> targets, List<LabelSpec> renamed) {
        this.targets = targets.stream().collect(Collectors.toMap(Label::name, Function.identity()));
        this.renamed = renamed;
    }

    /** @throws Failure.Invalid in CVAT's words when a label or an attribute has no counterpart */
    static Relabelling of(List<Label> from, List<Label> to, List<LabelSpec> renamed) {
        LabelMapping mapping = new LabelMapping(to, renamed);
        from.forEach(mapping::label);
        return new Relabelling(mapping.labels, mapping.attributes);
    }

    private void label(Label old) {
        Label target = targets.get(name(old));
        if (target == null || !joints(old).equals(joints(target))) {
            throw new Failure.Invalid("All task or project label names must be mapped to the target project");
        }
        pair(old, target);
        Map<String, Label> joints =
                target.sublabels().stream().collect(Collectors.toMap(Label::name, Function.identity()));
        for (Label joint : old.sublabels()) {
            Label counterpart = joints.get(joint.name());
            if (counterpart != null) {
                pair(joint, counterpart);
            }
        }
    }

    private String name(Label label) {
        return renamed.stream()
                .filter(spec -> spec.id() != null && spec.id() == label.id() && spec.name() != null)
                .map(LabelSpec::name)
                .findFirst()
                .orElse(label.name());
    }

    private static Set<String> joints(Label label) {
        Set<String> names = new HashSet<>();
        label.sublabels().forEach(joint -> names.add(joint.name()));
        return names;
    }

    private void pair(Label old, Label target) {
        labels.put(old.id(), target.id());
        for (AttributeSpec attribute : old.attributes()) {
            AttributeSpec counterpart = target.attributes().stream()
                    .filter(one -> one.name().equals(attribute.name())
                            && one.inputType().equals(attribute.inputType())
                            && one.values().equals(attribute.values()))
                    .findFirst()
                    .orElseThrow(() -> new Failure.Invalid("Target project does not have \"" + target.name()
                            + "\" label with \"" + attribute.name() + "\" attribute"));
            attributes.put(attribute.id(), counterpart.id());
        }
    }
}
