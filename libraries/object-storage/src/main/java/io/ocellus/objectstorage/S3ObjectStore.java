package io.ocellus.objectstorage;

import io.minio.AbortMultipartUploadArgs;
import io.minio.BucketExistsArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CopyObjectArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.GetObjectArgs;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.UploadPartArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/**
 * An {@link ObjectStore} in one bucket of any S3. Where the bucket's files lie on this machine, reading goes to the file instead of through
 * the server. Thread-safe. A put holds one part (5 MiB, more beyond 50 GB) in memory.
 */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private final MinioAsyncClient client;
    private final OkHttpClient http;
    private final String bucket;
    private final Optional<Path> root;
    private final Duration deadline;
    /** A whole put may take longer than one request: it is many. */
    private final Duration putDeadline;

    public S3ObjectStore(ObjectStorageSettings settings) {
        this.bucket = settings.bucket();
        this.root = settings.local().map(local -> local.resolve(settings.bucket()));
        this.deadline = settings.requestTimeoutOrDefault();
        this.putDeadline = deadline.multipliedBy(60);
        this.http = new OkHttpClient.Builder()
                .connectTimeout(settings.connectTimeoutOrDefault())
                .readTimeout(settings.requestTimeoutOrDefault())
                .writeTimeout(settings.requestTimeoutOrDefault())
                .build();
        http.dispatcher().setMaxRequests(256);
        http.dispatcher().setMaxRequestsPerHost(256);
        this.client = MinioAsyncClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.regionOrDefault())
                .credentials(settings.accessKey(), settings.secretKey())
                .httpClient(http)
                .build();
    }

    /** Makes the bucket unless it is there. */
    public S3ObjectStore withBucket() throws IOException {
        if (!bucketIsThere(deadline)) {
            try {
                await(client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()), bucket, deadline);
            } catch (ObjectStorageFailure.Refused e) {
                // Processes that start together all try; one makes it.
                if (!bucketIsThere(deadline)) {
                    throw e;
                }
            }
        }
        return this;
    }

    private boolean bucketIsThere(Duration limit) throws IOException {
        return await(
                client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()), bucket, limit);
    }

    @Override
    public ObjectInfo put(String key, InputStream body, OptionalLong length, String contentType) throws IOException {
        BodyStream stream = new BodyStream(body);
        Long size = length.isPresent() ? Long.valueOf(length.getAsLong()) : null;
        try {
            PutObjectArgs args = PutObjectArgs.builder().bucket(bucket).object(ObjectKeys.checked(key)).stream(
                            stream, size, size == null ? Long.valueOf(MINIMUM_PART_BYTES) : null)
                    .contentType(contentType)
                    .build();
            String etag = plain(await(client.putObject(args), key, putDeadline).etag());
            OptionalLong written = length.isPresent() ? length : sizeOf(key);
            return new ObjectInfo(key, written.orElse(0), etag);
        } catch (IOException e) {
            stream.rethrow();
            throw e;
        }
    }

    private OptionalLong sizeOf(String key) throws IOException {
        Optional<ObjectInfo> info = stat(key);
        return info.isPresent() ? OptionalLong.of(info.get().size()) : OptionalLong.empty();
    }

    @Override
    public InputStream get(String key) throws IOException {
        Optional<Path> file = localFile(key);
        if (file.isPresent()) {
            return new FileRange(file.get(), 0, Long.MAX_VALUE / 2);
        }
        return await(
                client.getObject(
                        GetObjectArgs.builder().bucket(bucket).object(key).build()),
                key,
                deadline);
    }

    @Override
    public InputStream get(String key, long offset, long length) throws IOException {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range " + offset + "+" + length);
        }
        Optional<Path> file = localFile(key);
        if (file.isPresent()) {
            return new FileRange(file.get(), offset, length);
        }
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        GetObjectArgs args = GetObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .offset(offset)
                .length(length)
                .build();
        return await(client.getObject(args), key, deadline);
    }

    @Override
    public Optional<ObjectInfo> stat(String key) throws IOException {
        try {
            var found = await(
                    client.statObject(StatObjectArgs.builder()
                            .bucket(bucket)
                            .object(ObjectKeys.checked(key))
                            .build()),
                    key,
                    deadline);
            return Optional.of(new ObjectInfo(key, found.size(), plain(found.etag())));
        } catch (ObjectStorageFailure.Missing e) {
            return Optional.empty();
        }
    }

    @Override
    public List<ObjectInfo> list(String prefix, Optional<String> after, int limit) throws IOException {
        ListObjectsArgs.Builder args = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .maxKeys(Math.min(limit, 1000));
        after.ifPresent(args::startAfter);
        List<ObjectInfo> found = new ArrayList<>();
        for (Result<Item> result : client.listObjects(args.build())) {
            if (found.size() >= limit) {
                break;
            }
            try {
                Item item = result.get();
                if (!item.isDir()) {
                    String etag = item.etag();
                    found.add(new ObjectInfo(item.objectName(), item.size(), etag == null ? "" : plain(etag)));
                }
            } catch (MinioException e) {
                throw translated(e, prefix);
            }
        }
        return found;
    }

    @Override
    public void delete(String key) throws IOException {
        try {
            await(
                    client.removeObject(RemoveObjectArgs.builder()
                            .bucket(bucket)
                            .object(ObjectKeys.checked(key))
                            .build()),
                    key,
                    deadline);
        } catch (ObjectStorageFailure.Missing e) {
            // Some stores answer 404 for what is already gone; that is what was asked for.
        }
    }

    @Override
    public void deleteAll(String prefix) throws IOException {
        if (!prefix.endsWith("/")) {
            throw new IllegalArgumentException("a prefix to delete ends with a slash: " + prefix);
        }
        List<ObjectInfo> batch = list(prefix, Optional.empty(), 500);
        while (!batch.isEmpty()) {
            for (ObjectInfo object : batch) {
                delete(object.key());
            }
            batch = list(prefix, Optional.empty(), 500);
        }
    }

    @Override
    public void copy(String from, String to) throws IOException {
        CopyObjectArgs args = CopyObjectArgs.builder()
                .bucket(bucket)
                .object(ObjectKeys.checked(to))
                .source(SourceObject.builder()
                        .bucket(bucket)
                        .object(ObjectKeys.checked(from))
                        .build())
                .build();
        await(client.copyObject(args), from, putDeadline);
    }

    @Override
    public Optional<Path> localFile(String key) {
        ObjectKeys.checked(key);
        return root.map(folder -> folder.resolve(key)).filter(Files::isRegularFile);
    }

    @Override
    public String startUpload(String key, String contentType) throws IOException {
        CreateMultipartUploadArgs args = CreateMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(ObjectKeys.checked(key))
                .build();
        return await(client.createMultipartUpload(args), key, deadline).result().uploadId();
    }

    @Override
    public UploadedPart uploadPart(String key, String uploadId, int number, byte[] bytes, int length)
            throws IOException {
        UploadPartArgs args = UploadPartArgs.builder()
                .bucket(bucket)
                .object(ObjectKeys.checked(key))
                .uploadId(uploadId)
                .partNumber(number)
                .data(bytes, length)
                .build();
        Part part = await(client.uploadPart(args), key, deadline).part();
        return new UploadedPart(number, plain(part.etag()), length);
    }

    @Override
    public ObjectInfo finishUpload(String key, String uploadId, List<UploadedPart> parts) throws IOException {
        Part[] ordered = parts.stream()
                .sorted(Comparator.comparingInt(UploadedPart::number))
                .map(part -> new Part(part.number(), part.etag()))
                .toArray(Part[]::new);
        CompleteMultipartUploadArgs args = CompleteMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(ObjectKeys.checked(key))
                .uploadId(uploadId)
                .parts(ordered)
                .build();
        String etag = plain(
                await(client.completeMultipartUpload(args), key, putDeadline).etag());
        return new ObjectInfo(key, parts.stream().mapToLong(UploadedPart::size).sum(), etag);
    }

    @Override
    public void abortUpload(String key, String uploadId) throws IOException {
        AbortMultipartUploadArgs args = AbortMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(ObjectKeys.checked(key))
                .uploadId(uploadId)
                .build();
        try {
            await(client.abortMultipartUpload(args), key, deadline);
        } catch (ObjectStorageFailure.Missing e) {
            // Nothing to forget.
        }
    }

    @Override
    public List<UnfinishedUpload> unfinishedUploads(int limit) throws IOException {
        List<UnfinishedUpload> found = new ArrayList<>();
        ListMultipartUploadsArgs.Builder args =
                ListMultipartUploadsArgs.builder().bucket(bucket).maxUploads(Math.min(limit, 1000));
        while (true) {
            ListMultipartUploadsResult page = await(client.listMultipartUploads(args.build()), bucket, deadline)
                    .result();
            page.uploads().stream()
                    .map(upload -> new UnfinishedUpload(upload.objectName(), upload.uploadId()))
                    .limit(limit - found.size())
                    .forEach(found::add);
            if (!page.isTruncated() || page.uploads().isEmpty() || found.size() == limit) {
                return found;
            }
            args.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
        }
    }

    @Override
    public void check() throws IOException {
        if (!bucketIsThere(Duration.ofSeconds(5))) {
            throw new ObjectStorageFailure.Unavailable("no bucket " + bucket, null);
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private static <T> T await(CompletableFuture<T> call, String key, Duration limit) throws IOException {
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw translated(e.getCause() == null ? e : e.getCause(), key);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new ObjectStorageFailure.Unavailable(
                    "the object store did not answer within " + limit + " for " + key, e);
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new ObjectStorageFailure.Unavailable("interrupted while waiting for " + key, e);
        }
    }

    private static ObjectStorageFailure translated(Throwable thrown, String key) {
        Throwable cause = thrown;
        while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ErrorResponseException answer) {
            int status = answer.response().code();
            if (status == 404) {
                return new ObjectStorageFailure.Missing(key);
            }
            if (status >= 400 && status < 500 && status != 408 && status != 429) {
                return new ObjectStorageFailure.Refused(
                        "the object store refused " + key + ": "
                                + answer.errorResponse().code(),
                        answer);
            }
        }
        return new ObjectStorageFailure.Unavailable("the object store failed for " + key + ": " + cause, cause);
    }

    private static String plain(String etag) {
        return etag.replace("\"", "");
    }
}
