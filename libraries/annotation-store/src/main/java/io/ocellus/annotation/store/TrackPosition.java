package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import java.util.List;

/**
 * A track on one frame.
 *
 * @param trackId of the track, the same on all its frames
 * @param keyframe whether it was set here, or interpolated
 * @param shape with the attributes of the keyframe and of the track; a skeleton's elements are there, those outside too
 * @param elements of a skeleton, in the order of the shape's
 */
public record TrackPosition(long trackId, boolean keyframe, Shape shape, List<TrackPosition> elements) {
    /** Whether it shows: a skeleton does while one of its elements does. */
    public boolean visible() {
        return !shape.outside()
                && (elements.isEmpty()
                        || elements.stream()
                                .anyMatch(element -> !element.shape().outside()));
    }
}
