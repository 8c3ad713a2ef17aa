package io.ocellus.annotation.frames;

import java.util.List;

/**
 * A frame as people see it.
 *
 * @param number in the task, from 0
 * @param name as the user named the picture; {@code frame_000010} for frame 10 of a video
 * @param width pixels as shown, that is, after EXIF orientation
 */
public record FrameInfo(int number, String name, int width, int height, List<String> relatedFiles) {}
