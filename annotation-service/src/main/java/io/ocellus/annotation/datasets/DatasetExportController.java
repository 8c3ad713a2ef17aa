package io.ocellus.annotation.datasets;

import io.ocellus.annotation.formats.FormatRegistry;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.requests.BackgroundRequest;
import io.ocellus.requests.NewRequest;
import io.ocellus.requests.RequestId;
import io.ocellus.requests.RequestQueue;
import io.ocellus.requests.RequestQueues;
import io.ocellus.requests.RequestState;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Exports of projects, tasks and jobs: asked for here, written by the export worker, fetched here. */
@RestController
class DatasetExportController {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu_MM_dd_HH_mm_ss").withZone(ZoneOffset.UTC);
    private static final Set<String> SUBRESOURCES = Set.of("dataset", "annotations");
    private static final int LONGEST_NAME = 200;

    private final DatasetAccess access;
    private final RequestQueue queue;
    private final FileAnswer files;
    private final Clock clock;

    DatasetExportController(DatasetAccess access, RequestQueue queue, FileAnswer files, Clock clock) {
        this.access = access;
        this.queue = queue;
        this.files = files;
        this.clock = clock;
    }

    @PostMapping("/api/{kind:projects|tasks|jobs}/{id}/dataset/export")
    ResponseEntity<Object> export(
            @PathVariable String kind,
            @PathVariable long id,
            @RequestParam(name = "format", defaultValue = "") String format,
            @RequestParam(name = "save_images", defaultValue = "false") String saveImages,
            @RequestParam(name = "filename", defaultValue = "") String filename,
            @RequestParam(name = "location", defaultValue = "local") String location,
            HttpServletRequest request) {
        boolean images = flag(saveImages);
        String subresource = images ? "dataset" : "annotations";
        DatasetTarget target = access.require(DatasetTarget.Kind.of(kind), id, "export:" + subresource);
        if (!location.equals("local")) {
            throw new Failure.Absent("Exports to cloud storages are not built yet; use location=local");
        }
        FormatRegistry.writer(format);
        String word = target.kind().word();
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("format", format);
        params.put("save_images", images);
        params.put("file_name", filename.isBlank() ? fileName(word, id, subresource, format) : clean(filename));
        params.put("base", BaseUrl.of(request).value());
        RequestId requestId = RequestId.export(word, id, access.user(), subresource, Optional.of(format));
        return submit(new NewRequest(
                requestId,
                RequestQueues.EXPORT,
                access.user(),
                target.scope(),
                params,
                Optional.ofNullable(MDC.get("traceId"))));
    }

    private ResponseEntity<Object> submit(NewRequest work) {
        try {
            return ResponseEntity.accepted().body(Map.of("rq_id", queue.submit(work)));
        } catch (Failure.Conflict e) {
            return ResponseEntity.status(HttpStatus.CONFLICT)
                    .body(Map.of("rq_id", work.id().render()));
        }
    }

    private String fileName(String word, long id, String subresource, String format) {
        String plain = format.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return word + "_" + id + "_" + subresource + "_" + STAMP.format(clock.instant()) + "_" + plain + ".zip";
    }

    private static String clean(String filename) {
        String last = filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cntrl}\"]", "_");
        return last.length() > LONGEST_NAME ? last.substring(last.length() - LONGEST_NAME) : last;
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "y", "t", "on" -> true;
            default -> false;
        };
    }

    @RequestMapping(
            path = "/api/{kind:projects|tasks|jobs}/{id}/dataset/download",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    void download(
            @PathVariable String kind,
            @PathVariable long id,
            @RequestParam(name = "rq_id", required = false) @Nullable String requestId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DatasetTarget.Kind of = DatasetTarget.Kind.of(kind);
        if (requestId == null || requestId.isBlank()) {
            access.require(of, id, "export:dataset");
            throw new Failure.Invalid("Missing request id in the query parameters");
        }
        BackgroundRequest export = queue.find(requestId)
                .filter(found -> matches(found, of, id))
                .orElseThrow(() -> new Failure.Invalid("Unknown export request id"));
        access.require(of, id, "export:" + export.subresource().orElse("dataset"));
        if (export.owner() != access.user()) {
            throw new Failure.Forbidden("You do not have permission to perform this action.");
        }
        if (export.state() != RequestState.FINISHED) {
            throw new Failure.Invalid("The export process is not finished");
        }
        JsonNode result = export.result()
                .orElseThrow(() -> new Failure.NotFound("The exported file has expired, please retry exporting"));
        files.send(
                result.path("object_key").asString(""),
                result.path("file_name").asString("export.zip"),
                request,
                response);
    }

    private static boolean matches(BackgroundRequest request, DatasetTarget.Kind kind, long id) {
        return request.action().equals("export")
                && request.target().equals(kind.word())
                && request.targetId().orElse(-1) == id
                && request.subresource().filter(SUBRESOURCES::contains).isPresent();
    }

    /** The way that CVAT left behind. */
    @GetMapping("/api/{kind:projects|tasks|jobs}/{id}/dataset")
    ResponseEntity<String> gone(@PathVariable String kind, @PathVariable long id) {
        access.require(DatasetTarget.Kind.of(kind), id, "export:dataset");
        return ResponseEntity.status(HttpStatus.GONE)
                .body("This endpoint is gone. Ask for an export with POST /api/" + kind + "/" + id
                        + "/dataset/export, follow it with GET /api/requests/{rq_id}, and fetch its result_url.\n");
    }
}
