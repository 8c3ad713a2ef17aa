package io.ocellus.annotation.datasets;

import io.ocellus.annotation.model.Failure;
import io.ocellus.objectstorage.ObjectInfo;
import io.ocellus.objectstorage.ObjectStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Sends an object as a file to keep, whole or a range of it. Thread-safe; memory of one buffer. */
final class FileAnswer {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final ObjectStore objects;

    FileAnswer(ObjectStore objects) {
        this.objects = objects;
    }

    void send(String key, String fileName, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ObjectInfo info = key.isEmpty() ? missing() : objects.stat(key).orElseThrow(FileAnswer::expired);
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(fileName));
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!info.etag().isEmpty()) {
            response.setHeader(HttpHeaders.ETAG, "\"" + info.etag() + "\"");
        }
        Span span = Span.of(request.getHeader(HttpHeaders.RANGE), info.size());
        if (!span.possible()) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + info.size());
            response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            return;
        }
        if (span.part()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(
                    HttpHeaders.CONTENT_RANGE,
                    "bytes " + span.first() + "-" + (span.first() + span.length() - 1) + "/" + info.size());
        }
        response.setContentLengthLong(span.length());
        if (request.getMethod().equals("HEAD") || span.length() == 0) {
            return;
        }
        try (InputStream in = objects.get(key, span.first(), span.length())) {
            in.transferTo(response.getOutputStream());
        }
    }

    private static ObjectInfo missing() {
        throw expired();
    }

    private static Failure expired() {
        return new Failure.NotFound("The exported file has expired, please retry exporting");
    }

    /** Quoted, as clients cut it out of its quotes; other scripts stand beside it. */
    private static String disposition(String fileName) {
        String plain = fileName.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "_");
        String header = "attachment; filename=\"" + plain + "\"";
        return plain.equals(fileName)
                ? header
                : header + "; filename*=UTF-8''"
                        + URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What is asked for of {@code size} bytes; anything but one plain range asks for all. */
    private record Span(long first, long length, boolean part, boolean possible) {
        static Span of(@Nullable String header, long size) {
            Matcher range = RANGE.matcher(header == null ? "" : header.strip());
            if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
                return new Span(0, size, false, true);
            }
            long first;
            long last;
            if (range.group(1).isEmpty()) {
                first = Math.max(0, size - Long.parseLong(range.group(2)));
                last = size - 1;
            } else {
                first = Long.parseLong(range.group(1));
                last = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
            }
            return first > last ? new Span(0, 0, true, false) : new Span(first, last - first + 1, true, true);
        }
    }
}
