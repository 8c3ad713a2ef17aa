package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;

/**
 * A track on one frame.
 *
 * @param trackId of the track, the same on all its frames
 * @param keyframe whether it was set here, or interpolated
 * @param shape with the attributes of the keyframe and of the track; a skeleton's elements are there, those outside too
 */
public record TrackPosition(long trackId, boolean keyframe, Shape shape) {}
