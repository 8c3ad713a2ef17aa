package io.ocellus.media;

/**
 * What reading media may use ({@code ocellus.media.*}).
 *
 * @param cacheBytes encoded frames kept in memory
 * @param parallel pictures decoded at a time; each may take 150 MiB of native memory at worst
 */
public record MediaSettings(long cacheBytes, int parallel) {
    public MediaSettings {
        if (cacheBytes < 0 || parallel < 1) {
            throw new IllegalArgumentException("ocellus.media: cache-bytes is not negative, parallel is positive");
        }
    }

    public static MediaSettings usual() {
        return new MediaSettings(64L << 20, Math.max(2, Runtime.getRuntime().availableProcessors()));
    }
}
