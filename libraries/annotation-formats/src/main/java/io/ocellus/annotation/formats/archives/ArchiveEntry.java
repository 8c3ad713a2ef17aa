package io.ocellus.annotation.formats.archives;

/**
 * A file in an archive.
 *
 * @param name with forward slashes, below the archive's root
 * @param method 0 stored, 8 deflated
 * @param header where its local header begins
 */
public record ArchiveEntry(String name, int method, long packed, long size, long header) {
    /** The name without folders. */
    public String baseName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
