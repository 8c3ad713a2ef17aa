package io.ocellus.media;

import io.ocellus.annotation.frames.TaskData;
import java.io.IOException;

/**
 * Frames as encoded pictures, whatever they come from. Thread-safe; a frame asked for by several at once is made once, and what was made is
 * kept for a while within a budget of bytes. Failures: {@code NotFound} for a frame that is not there, {@code Invalid} for bytes that are no
 * picture, {@link IOException} when the object store does not answer.
 */
public interface FrameReader {
    /** A frame of the task's numbers. */
    EncodedFrame encoded(long dataId, int frame, FrameQuality quality) throws IOException;

    /** The same for whoever has read the row already. */
    EncodedFrame encoded(TaskData data, int frame, FrameQuality quality) throws IOException;

    /** A small JPEG of the frame. */
    EncodedFrame preview(TaskData data, int frame) throws IOException;
}
