package io.ocellus.objectstorage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Immutable objects by key. An object is there whole or not at all; writing a key again replaces it whole. Keys are made by Ocellus, never
 * from a user's file name: letters, digits and {@code -_./=}, no empty or dotted segment. Thread-safe; every call has a deadline.
 *
 * <p>Failures of the store are {@link ObjectStorageFailure}; another {@link IOException} came from the caller's stream.
 */
public interface ObjectStore {
    /** Parts of a multipart upload except the last one are at least this long: S3's rule. */
    int MINIMUM_PART_BYTES = 5 << 20;

    /**
     * Writes the whole stream. Beyond {@link #MINIMUM_PART_BYTES} it goes in parts, so that memory stays bounded; nothing is visible before
     * the end.
     *
     * @param length of the body; empty when unknown. A body of another length is refused.
     */
    ObjectInfo put(String key, InputStream body, OptionalLong length, String contentType) throws IOException;

    default ObjectInfo put(String key, byte[] body, String contentType) throws IOException {
        return put(key, new java.io.ByteArrayInputStream(body), OptionalLong.of(body.length), contentType);
    }

    /** The whole object. The caller closes the stream. */
    InputStream get(String key) throws IOException;

    /** Bytes {@code offset..offset+length} of the object; fewer where it ends before. The caller closes the stream. */
    InputStream get(String key, long offset, long length) throws IOException;

    Optional<ObjectInfo> stat(String key) throws IOException;

    /** At most {@code limit} objects whose key starts with {@code prefix}, in the order of keys, after {@code after}. */
    List<ObjectInfo> list(String prefix, Optional<String> after, int limit) throws IOException;

    /** Removes it; a missing one is no failure. */
    void delete(String key) throws IOException;

    /** Removes every object whose key starts with {@code prefix}, which ends with a slash. */
    void deleteAll(String prefix) throws IOException;

    void copy(String from, String to) throws IOException;

    /** The object as a file to read, where it lies on this machine. Never to be written. */
    Optional<Path> localFile(String key);

    /** Starts an upload in parts, which outlives this process. */
    String startUpload(String key, String contentType) throws IOException;

    /** Writes part {@code number} (from 1); the same number again replaces it. */
    UploadedPart uploadPart(String key, String uploadId, int number, byte[] bytes, int length) throws IOException;

    /** Makes the object of its parts, in the order of their numbers. */
    ObjectInfo finishUpload(String key, String uploadId, List<UploadedPart> parts) throws IOException;

    /** Forgets the upload; an unknown one is no failure. */
    void abortUpload(String key, String uploadId) throws IOException;

    /** Uploads in parts that are under way, or were left by whoever began them; at most {@code limit}. */
    List<UnfinishedUpload> unfinishedUploads(int limit) throws IOException;

    /** Throws when the store does not serve its bucket. */
    void check() throws IOException;
}
