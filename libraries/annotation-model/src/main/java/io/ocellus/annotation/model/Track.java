package io.ocellus.annotation.model;

import java.util.List;

/**
 * An object over several frames: keyframes in ascending order, positions between them by interpolation. {@code attributes} are the
 * immutable ones; mutable ones stand at the keyframes and carry on until changed. A skeleton's elements are tracks of their own.
 */
public record Track(
        long id,
        int frame,
        long labelId,
        String source,
        long group,
        List<AttributeValue> attributes,
        List<TrackedShape> shapes,
        List<Track> elements) {}
