package io.ocellus.annotation.uploads;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of what is sent in.
 *
 * @param fileBytes of one file
 * @param files of one target, such as a task
 * @param totalBytes of all files of one target
 */
@ConfigurationProperties("ocellus.uploads")
public record UploadSettings(
        @DefaultValue("26843545600") long fileBytes,
        @DefaultValue("200000") int files,
        @DefaultValue("214748364800") long totalBytes) {
    public UploadSettings {
        if (fileBytes < 1 || files < 1 || totalBytes < fileBytes) {
            throw new IllegalArgumentException("ocellus.uploads: limits are positive, total-bytes the largest");
        }
    }
}
