package io.ocellus.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 endpoint in this process over a folder: the object {@code key} of a bucket is the file {@code folder/bucket/key}, its metadata are
 * extended attributes. Signatures are checked (AWS V4).
 */
public final class EmbeddedObjectStorage implements EmbeddedServer {
    private final S3Proxy proxy;
    private final Path folder;
    private final String accessKey;
    private final String secretKey;

    private EmbeddedObjectStorage(S3Proxy proxy, Path folder, String accessKey, String secretKey) {
        this.proxy = proxy;
        this.folder = folder;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    public static EmbeddedObjectStorage start(Path folder, int port, String accessKey, String secretKey) {
        try {
            Files.createDirectories(folder);
            FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(folder.toString());
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(store)
                    .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .v4MaxNonChunkedRequestSize(64L << 20)
                    .maxSinglePartObjectSize(5L << 30)
                    .ignoreUnknownHeaders(true)
                    .jettyMaxThreads(24)
                    .build();
            proxy.start();
            return new EmbeddedObjectStorage(proxy, folder, accessKey, secretKey);
        } catch (IOException e) {
            throw new ServerStartFailure("cannot make " + folder + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new ServerStartFailure("the S3 server does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return "S3";
    }

    @Override
    public int port() {
        return proxy.getPort();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    /** Where objects lie as files: {@code root/bucket/key}. */
    public Path root() {
        return folder;
    }

    @Override
    public boolean isAlive() {
        return "STARTED".equals(proxy.getState());
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new ServerStartFailure("the S3 server does not stop: " + e.getMessage(), e);
        }
    }
}
