package io.ocellus.objectstorage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the objects lie ({@code ocellus.object-storage.*}).
 *
 * @param localRoot the folder in which an S3 server on this machine keeps {@code bucket/key}; absent when it is elsewhere
 */
@ConfigurationProperties("ocellus.object-storage")
public record ObjectStorageSettings(
        URI endpoint,
        String accessKey,
        String secretKey,
        String bucket,
        @Nullable String region,
        @Nullable Path localRoot,
        @Nullable Duration connectTimeout,
        @Nullable Duration requestTimeout) {
    public ObjectStorageSettings {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("ocellus.object-storage.bucket is empty");
        }
        if (!endpoint.isAbsolute()) {
            throw new IllegalArgumentException("ocellus.object-storage.endpoint is no absolute address: " + endpoint);
        }
    }

    /** With the usual region and deadlines, the server being elsewhere. */
    public static ObjectStorageSettings of(URI endpoint, String accessKey, String secretKey, String bucket) {
        return new ObjectStorageSettings(endpoint, accessKey, secretKey, bucket, null, null, null, null);
    }

    public ObjectStorageSettings withLocalRoot(Path root) {
        return new ObjectStorageSettings(
                endpoint, accessKey, secretKey, bucket, region, root, connectTimeout, requestTimeout);
    }

    String regionOrDefault() {
        return Optional.ofNullable(region).orElse("us-east-1");
    }

    Optional<Path> local() {
        return Optional.ofNullable(localRoot);
    }

    Duration connectTimeoutOrDefault() {
        return Optional.ofNullable(connectTimeout).orElse(Duration.ofSeconds(5));
    }

    Duration requestTimeoutOrDefault() {
        return Optional.ofNullable(requestTimeout).orElse(Duration.ofSeconds(60));
    }
}
