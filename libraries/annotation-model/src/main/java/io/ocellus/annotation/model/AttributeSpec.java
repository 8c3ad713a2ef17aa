package io.ocellus.annotation.model;

import java.util.List;

/**
 * @param inputType CVAT's word: {@code checkbox}, {@code radio}, {@code number}, {@code text}, {@code select}
 * @param values for {@code number}: minimum, maximum, step
 */
public record AttributeSpec(
        long id,
        long labelId,
        String name,
        boolean mutable,
        String inputType,
        String defaultValue,
        List<String> values) {}
