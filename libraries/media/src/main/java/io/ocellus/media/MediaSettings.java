package io.ocellus.media;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What reading media may use ({@code ocellus.media.*}).
 *
 * @param cacheBytes encoded frames kept in memory
 * @param parallel pictures decoded at a time; each may take 150 MiB of native memory at worst
 */
@ConfigurationProperties("ocellus.media")
public record MediaSettings(
        @DefaultValue("67108864") long cacheBytes,
        @DefaultValue("2") int parallel) {
    public MediaSettings {
        if (cacheBytes < 0 || parallel < 1) {
            throw new IllegalArgumentException("ocellus.media: cache-bytes is not negative, parallel is positive");
        }
    }
}
