package io.ocellus.annotation.frames;

import java.util.Arrays;

/**
 * A video and the table that finds its frames: presentation times of all of them, ascending, and the keyframes among them.
 *
 * @param keyframes numbers of frames at which decoding can start, ascending; the first is 0
 */
public record VideoTrack(
        String name,
        String objectKey,
        long byteLength,
        int width,
        int height,
        int timeBaseNumerator,
        int timeBaseDenominator,
        long[] presentationTimes,
        int[] keyframes) {
    public int frameCount() {
        return presentationTimes.length;
    }

    /** The last keyframe at or before the frame. */
    public int keyframeBefore(int frame) {
        int at = Arrays.binarySearch(keyframes, frame);
        return at >= 0 ? frame : keyframes[Math.max(0, -at - 2)];
    }
}
