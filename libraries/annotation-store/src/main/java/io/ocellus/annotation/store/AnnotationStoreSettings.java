package io.ocellus.annotation.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param spoolDirectory folder for saves larger than {@code spoolMemoryPerSave}; default: below the temporary folder
 * @param spoolQuota on disk, for all saves at once
 * @param spoolMemory for all saves at once
 * @param maxBody of one save; larger ones are refused with 413
 */
@ConfigurationProperties("ocellus.annotations")
public record AnnotationStoreSettings(
        @DefaultValue("${java.io.tmpdir}/ocellus-spool") Path spoolDirectory,
        @DefaultValue("4GB") DataSize spoolQuota,
        @DefaultValue("48MB") DataSize spoolMemory,
        @DefaultValue("8MB") DataSize spoolMemoryPerSave,
        @DefaultValue("512MB") DataSize maxBody) {}
