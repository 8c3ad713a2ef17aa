package io.ocellus.annotation.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation says: a class of things, with attributes; a skeleton label has sublabels, its joints.
 *
 * @param type CVAT's word: {@code any}, {@code rectangle}, …, {@code skeleton}, {@code tag}
 * @param svg the skeleton's drawing, with {@code data-label-id} at each node; null for other types
 */
public record Label(
        long id,
        String name,
        String color,
        String type,
        @Nullable Long parentId,
        List<AttributeSpec> attributes,
        List<Label> sublabels,
        @Nullable String svg) {}
