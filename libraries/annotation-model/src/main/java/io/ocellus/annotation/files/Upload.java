package io.ocellus.annotation.files;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A file on its way in.
 *
 * @param length bytes of the whole file
 * @param bytes received and durable so far
 * @param objectKey where the whole file lies once {@code complete}
 * @param multipartId the store's name of the unfinished object
 * @param parts written so far, in the order of the file
 * @param tailKey object with the last {@code tailBytes}, too few for a part
 */
public record Upload(
        UUID id,
        UploadTarget target,
        String name,
        long owner,
        long length,
        long bytes,
        String objectKey,
        Optional<String> multipartId,
        List<Part> parts,
        Optional<String> tailKey,
        int tailBytes,
        boolean complete) {
    /** A part that the store has acknowledged. */
    public record Part(int number, String etag, long size) {}

    /** Whether all of it has been received; the object may still have to be put together. */
    public boolean received() {
        return bytes == length;
    }
}
