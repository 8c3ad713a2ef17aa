package io.ocellus.annotation.uploads;

import io.ocellus.annotation.files.Upload;
import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.files.UploadTarget;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.BaseUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * CVAT's upload protocol over HTTP: {@code Upload-Start}, then TUS 1.0.0 or {@code Upload-Multiple}, then {@code Upload-Finish}; or
 * everything in one call. The controller of each resource asks for the step and does its own finish. Thread-safe.
 */
public final class UploadProtocol {
    private static final int LONGEST_FIELD = 1 << 20;
    private final Uploads uploads;

    public UploadProtocol(Uploads uploads) {
        this.uploads = uploads;
    }

    /** What a POST to an upload address wants. */
    public enum Step {
        START,
        TUS,
        MULTIPLE,
        FINISH
    }

    public static Step step(HttpServletRequest request) {
        if (request.getHeader("Upload-Finish") != null) {
            return Step.FINISH;
        }
        if (request.getHeader("Upload-Start") != null) {
            return Step.START;
        }
        if (request.getHeader("Upload-Length") != null) {
            return Step.TUS;
        }
        return request.getHeader("Upload-Multiple") != null ? Step.MULTIPLE : Step.FINISH;
    }

    /** Answers {@code Upload-Start}. */
    public ResponseEntity<Object> started() {
        return ResponseEntity.accepted().build();
    }

    /** Answers {@code OPTIONS}. */
    public ResponseEntity<Object> options() {
        return answer(HttpStatus.NO_CONTENT).build();
    }

    /**
     * Begins a resumable upload at the address of the request.
     *
     * @param named whether the file keeps its name; otherwise its id is its name, as for annotations, data sets and backups
     */
    public ResponseEntity<Object> begin(HttpServletRequest request, UploadTarget target, long owner, boolean named)
            throws IOException {
        long length = number(request, "Upload-Length");
        Optional<String> given = Optional.ofNullable(
                metadata(request.getHeader("Upload-Metadata")).get("filename"));
        if (named && given.filter(name -> !name.isBlank()).isEmpty()) {
            throw new Failure.Invalid("Metadata is expected to contain 'filename' key");
        }
        String name = named ? given.orElseThrow() : java.util.UUID.randomUUID().toString();
        Upload upload = uploads.begin(target, owner, name, length);
        TusId id = new TusId(owner, upload.id());
        return answer(HttpStatus.CREATED)
                .header(HttpHeaders.LOCATION, BaseUrl.of(request).to(stem(request) + "/" + id))
                .header("Upload-Filename", named ? upload.name() : id.toString())
                .header("Upload-Offset", "0")
                .build();
    }

    /** Answers {@code HEAD}: how far the upload is. */
    public ResponseEntity<Object> head(UploadTarget target, long owner, String fileId) {
        Upload upload = find(target, owner, fileId);
        return answer(HttpStatus.OK)
                .header("Upload-Offset", Long.toString(upload.bytes()))
                .header("Upload-Length", Long.toString(upload.length()))
                .build();
    }

    /** Answers {@code PATCH}: takes more of the file. */
    public ResponseEntity<Object> append(HttpServletRequest request, UploadTarget target, long owner, String fileId)
            throws IOException {
        Upload upload = find(target, owner, fileId);
        String type = request.getContentType();
        if (type == null || !type.startsWith("application/offset+octet-stream")) {
            throw new Failure.UnsupportedMedia("The content type must be application/offset+octet-stream");
        }
        long offset = number(request, "Upload-Offset");
        // In this order: an offset beyond the end is a conflict too, which tells the client where to go on.
        if (offset != upload.bytes()) {
            return standing(HttpStatus.CONFLICT, upload);
        }
        if (offset + Math.max(0, request.getContentLengthLong()) > upload.length()) {
            throw new Failure.TooLarge("The upload has " + upload.length() + " bytes");
        }
        try {
            return standing(HttpStatus.NO_CONTENT, uploads.append(upload, offset, request.getInputStream()));
        } catch (Failure.Conflict e) {
            return standing(HttpStatus.CONFLICT, find(target, owner, fileId));
        }
    }

    /**
     * Takes the files of a multipart body and gives its other fields; a JSON or form body has fields only and is left to the caller.
     */
    public ObjectNode takeAll(HttpServletRequest request, UploadTarget target, long owner) throws IOException {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        UploadStore.Totals room = uploads.room(target);
        long files = room.files();
        long bytes = room.bytes();
        MultipartReader reader = new MultipartReader(request.getContentType(), request.getInputStream());
        for (Optional<MultipartReader.Part> part = reader.next(); part.isPresent(); part = reader.next()) {
            MultipartReader.Part one = part.get();
            if (one.fileName().isPresent()) {
                bytes += uploads.take(target, owner, one.fileName().get(), one.body())
                        .length();
                files++;
                if (files > uploads.settings().files()
                        || bytes > uploads.settings().totalBytes()) {
                    throw new Failure.TooLarge("Too many or too large files: at most "
                            + uploads.settings().files() + " with "
                            + uploads.settings().totalBytes() + " bytes together");
                }
            } else if (fields.size() < 1000) {
                fields.put(one.name(), one.text(LONGEST_FIELD));
            }
        }
        return fields;
    }

    private Upload find(UploadTarget target, long owner, String fileId) {
        TusId id = TusId.parse(fileId).orElseThrow(() -> new Failure.NotFound("There is no upload " + fileId));
        return uploads.find(target, owner, id.upload());
    }

    private static ResponseEntity<Object> standing(HttpStatus status, Upload upload) {
        return answer(status)
                .header("Upload-Offset", Long.toString(upload.bytes()))
                .build();
    }

    private static ResponseEntity.BodyBuilder answer(HttpStatus status) {
        return ResponseEntity.status(status)
                .header("Tus-Resumable", "1.0.0")
                .header("Tus-Version", "1.0.0")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(
                        HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                        "Tus-Resumable,upload-length,upload-metadata,Location,Upload-Offset,Upload-Filename");
    }

    private static String stem(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static long number(HttpServletRequest request, String header) {
        String text = request.getHeader(header);
        try {
            long value = Long.parseLong(text == null ? "" : text.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new Failure.Invalid("The header " + header + " is no number");
        }
        throw new Failure.Invalid("The header " + header + " is negative");
    }

    private static Map<String, String> metadata(@Nullable String header) {
        Map<String, String> values = new HashMap<>();
        for (String pair : (header == null ? "" : header).split(",", 32)) {
            String[] parts = pair.strip().split(" ", 2);
            try {
                values.put(
                        parts[0],
                        parts.length < 2
                                ? ""
                                : new String(Base64.getDecoder().decode(parts[1].strip()), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new Failure.Invalid("The header Upload-Metadata is not base64");
            }
        }
        return values;
    }
}
