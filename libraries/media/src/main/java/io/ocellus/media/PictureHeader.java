package io.ocellus.media;

/**
 * What a picture file says of itself before its pixels.
 *
 * @param width as shown, that is, after {@code orientation}
 * @param orientation EXIF's, 1 to 8; 1 is upright
 */
public record PictureHeader(String mediaType, int width, int height, int orientation) {}
