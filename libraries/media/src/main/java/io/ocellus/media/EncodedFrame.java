package io.ocellus.media;

/**
 * A picture as a file's bytes, not to be changed by whoever gets it.
 *
 * @param mediaType such as {@code image/jpeg}
 */
public record EncodedFrame(byte[] bytes, String mediaType) {
    /** File name extension without the dot. */
    public String extension() {
        return MediaTypes.extension(mediaType);
    }
}
