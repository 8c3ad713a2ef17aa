package io.ocellus.annotation.data;

import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Failure;
import io.ocellus.media.ChunkArchive;
import io.ocellus.media.EncodedFrame;
import io.ocellus.media.FrameQuality;
import io.ocellus.media.FrameReader;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** Frames, previews and chunks as HTTP answers. Thread-safe; a chunk holds one frame, or 16 MiB, in memory. */
final class FrameAnswers {
    private final FrameReader reader;
    private final Path spool;

    /** @param spool folder for chunks that are too large for memory */
    FrameAnswers(FrameReader reader, Path spool) {
        this.reader = reader;
        this.spool = spool;
    }

    ResponseEntity<byte[]> frame(TaskData data, int frame, FrameQuality quality) throws IOException {
        return picture(reader.encoded(data, frame, quality));
    }

    ResponseEntity<byte[]> preview(TaskData data, int frame) throws IOException {
        return picture(reader.preview(data, frame));
    }

    /** Writes a ZIP of these frames, in this order. */
    void chunk(TaskData data, List<Integer> frames, FrameQuality quality, HttpServletResponse response)
            throws IOException {
        try (ChunkArchive archive = new ChunkArchive(spool)) {
            for (int frame : frames) {
                archive.add(reader.encoded(data, frame, quality));
            }
            archive.finish();
            response.setContentType("application/zip");
            response.setContentLengthLong(archive.length());
            archive.writeTo(response.getOutputStream());
        }
    }

    static FrameQuality quality(@Nullable String quality) {
        return FrameQuality.ofWireName(quality == null ? "compressed" : quality)
                .orElseThrow(() -> new Failure.Invalid("Wrong quality value"));
    }

    static int number(@Nullable String number, String missing) {
        if (number == null) {
            throw new Failure.Invalid(missing);
        }
        try {
            return Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            throw new Failure.Invalid("Not a number: '" + (number.length() > 32 ? "…" : number) + "'", e);
        }
    }

    private static ResponseEntity<byte[]> picture(EncodedFrame frame) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, frame.mediaType())
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .body(frame.bytes());
    }
}
