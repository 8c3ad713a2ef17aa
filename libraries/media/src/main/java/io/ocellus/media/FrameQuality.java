package io.ocellus.media;

import java.util.Locale;
import java.util.Optional;

/** Which encoding of a frame is asked for. */
public enum FrameQuality {
    /** JPEG at the image quality of the task. */
    COMPRESSED,
    /** The source's own bytes; a lossless or near-lossless picture for a frame of a video. */
    ORIGINAL;

    public static Optional<FrameQuality> ofWireName(String name) {
        for (FrameQuality quality : values()) {
            if (quality.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(quality);
            }
        }
        return Optional.empty();
    }
}
