package io.ocellus.media;

/** The picture formats that are read, by media type. */
final class MediaTypes {
    static final String JPEG = "image/jpeg";
    static final String PNG = "image/png";
    static final String WEBP = "image/webp";
    static final String TIFF = "image/tiff";
    static final String BMP = "image/bmp";
    static final String GIF = "image/gif";

    private MediaTypes() {}

    static String extension(String mediaType) {
        return switch (mediaType) {
            case JPEG -> "jpg";
            case PNG -> "png";
            case WEBP -> "webp";
            case TIFF -> "tif";
            case BMP -> "bmp";
            case GIF -> "gif";
            default -> "bin";
        };
    }
}
