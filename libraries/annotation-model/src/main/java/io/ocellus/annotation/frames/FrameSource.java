package io.ocellus.annotation.frames;

/** Where the pixels of a frame come from. */
public sealed interface FrameSource {
    /**
     * An encoded picture: a range of an object, which may be an entry of a ZIP.
     *
     * @param compression ZIP method of the range: 0 stored, 8 deflated
     * @param mediaType of the picture, such as {@code image/jpeg}
     */
    record Picture(String objectKey, long offset, long length, int compression, String mediaType)
            implements FrameSource {}

    /** A frame of a video, by its number in presentation order. */
    record VideoFrame(VideoTrack video, int sourceFrame) implements FrameSource {}
}
