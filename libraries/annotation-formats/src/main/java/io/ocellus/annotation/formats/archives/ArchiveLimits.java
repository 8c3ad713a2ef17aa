package io.ocellus.annotation.formats.archives;

/**
 * What an archive may hold before it is refused.
 *
 * @param ratio most unpacked bytes for each packed one, for entries larger than {@code free}
 */
public record ArchiveLimits(int entries, long entryBytes, long totalBytes, int ratio, long free) {
    public static final ArchiveLimits STANDARD = new ArchiveLimits(500_000, 16L << 30, 256L << 30, 200, 4L << 20);
}
