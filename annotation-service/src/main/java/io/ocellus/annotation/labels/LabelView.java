package io.ocellus.annotation.labels;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.LabelOwner;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A label as CVAT shows it; {@code projectId} or {@code taskId} stands there, not both. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LabelView(
        long id,
        String name,
        String color,
        List<AttributeView> attributes,
        String type,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String svg,
        List<SublabelView> sublabels,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long projectId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long taskId,
        @Nullable Long parentId,
        boolean hasParent) {
    /** An attribute as CVAT shows it. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record AttributeView(
            long id, String name, boolean mutable, String inputType, String defaultValue, List<String> values) {
        static AttributeView of(AttributeSpec spec) {
            return new AttributeView(
                    spec.id(), spec.name(), spec.mutable(), spec.inputType(), spec.defaultValue(), spec.values());
        }
    }

    /** A joint of a skeleton as CVAT shows it. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record SublabelView(
            long id, String name, String color, List<AttributeView> attributes, String type, boolean hasParent) {}

    static LabelView of(LabelOwner owner, Label label) {
        return new LabelView(
                label.id(),
                label.name(),
                label.color(),
                label.attributes().stream().map(AttributeView::of).toList(),
                label.type(),
                label.type().equals("skeleton") && label.svg() == null ? "" : label.svg(),
                label.sublabels().stream()
                        .map(sublabel -> new SublabelView(
                                sublabel.id(),
                                sublabel.name(),
                                sublabel.color(),
                                sublabel.attributes().stream()
                                        .map(AttributeView::of)
                                        .toList(),
                                sublabel.type(),
                                true))
                        .toList(),
                owner instanceof LabelOwner.OfProject ? owner.id() : null,
                owner instanceof LabelOwner.OfTask ? owner.id() : null,
                label.parentId(),
                label.parentId() != null);
    }
}
