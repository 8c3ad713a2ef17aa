package io.ocellus.annotation.formats;

/**
 * A dataset format as {@code GET /api/server/annotation/formats} shows it.
 *
 * @param name with the version, such as {@code COCO 1.0}
 * @param ext the file kinds, such as {@code JSON, ZIP}
 * @param dimension {@code 2d} or {@code 3d}
 */
public record FormatDescription(String name, String ext, String version, boolean enabled, String dimension) {
    static FormatDescription of(String name, String ext) {
        return new FormatDescription(name, ext, name.substring(name.lastIndexOf(' ') + 1), true, "2d");
    }
}
