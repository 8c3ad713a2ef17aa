package io.ocellus.annotation.model;

import java.util.List;
import java.util.OptionalDouble;

/** A label of a whole frame. {@code id} 0: not saved yet. */
public record Tag(
        long id,
        int frame,
        long labelId,
        String source,
        long group,
        OptionalDouble score,
        List<AttributeValue> attributes) {}
