package io.ocellus.annotation.frames;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The media of a task as a whole.
 *
 * @param id 0: not saved yet
 * @param size frames of the task
 * @param chunkSize frames of a chunk; empty until the media is known
 * @param startFrame first frame in the source's own numbers
 * @param deletedFrames numbers in the task
 * @param video whether the frames come from a video
 */
public record TaskData(
        long id,
        int size,
        OptionalInt chunkSize,
        int imageQuality,
        int startFrame,
        int stopFrame,
        String frameFilter,
        String compressedChunkType,
        String originalChunkType,
        String storageMethod,
        String storage,
        String sortingMethod,
        List<Integer> deletedFrames,
        OptionalLong contentSize,
        boolean video) {
    /** Distance between frames of the task in the source. */
    public int step() {
        return FrameFilter.step(frameFilter);
    }

    /** The source's number of a frame of the task. */
    public int sourceFrame(int number) {
        return startFrame + number * step();
    }
}
