package io.ocellus.annotation.datasets;

import io.ocellus.annotation.files.Upload;
import io.ocellus.annotation.files.UploadTarget;
import io.ocellus.annotation.formats.FormatRegistry;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.uploads.MultipartReader;
import io.ocellus.annotation.uploads.UploadProtocol;
import io.ocellus.annotation.uploads.Uploads;
import io.ocellus.requests.NewRequest;
import io.ocellus.requests.RequestId;
import io.ocellus.requests.RequestQueue;
import io.ocellus.requests.RequestQueues;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of annotations for tasks and jobs, and datasets for projects: sent in as CVAT's clients do it, resumable or in one call, then read by
 * the import worker.
 */
@RestController
class DatasetImportController {
    private static final String ANNOTATIONS = "/api/{kind:tasks|jobs}/{id}/annotations";
    private static final String DATASET = "/api/projects/{id}/dataset";

    private final DatasetAccess access;
    private final Uploads uploads;
    private final UploadProtocol protocol;
    private final RequestQueue queue;

    DatasetImportController(DatasetAccess access, Uploads uploads, UploadProtocol protocol, RequestQueue queue) {
        this.access = access;
        this.uploads = uploads;
        this.protocol = protocol;
        this.queue = queue;
    }

    @PostMapping(ANNOTATIONS)
    ResponseEntity<Object> postAnnotations(@PathVariable String kind, @PathVariable long id, HttpServletRequest request)
            throws IOException {
        return post(annotations(kind, id), files(kind, id), "annotations", request);
    }

    @RequestMapping(path = ANNOTATIONS, method = RequestMethod.OPTIONS)
    ResponseEntity<Object> annotationsOptions(@PathVariable String kind, @PathVariable long id) {
        annotations(kind, id);
        return protocol.options();
    }

    @RequestMapping(path = ANNOTATIONS + "/{file}", method = RequestMethod.HEAD)
    ResponseEntity<Object> annotationsHead(
            @PathVariable String kind, @PathVariable long id, @PathVariable String file) {
        annotations(kind, id);
        return protocol.head(files(kind, id), access.user(), file);
    }

    @RequestMapping(path = ANNOTATIONS + "/{file}", method = RequestMethod.PATCH)
    ResponseEntity<Object> annotationsAppend(
            @PathVariable String kind, @PathVariable long id, @PathVariable String file, HttpServletRequest request)
            throws IOException {
        annotations(kind, id);
        return protocol.append(request, files(kind, id), access.user(), file);
    }

    @PostMapping(DATASET)
    ResponseEntity<Object> postDataset(@PathVariable long id, HttpServletRequest request) throws IOException {
        return post(dataset(id), UploadTarget.dataset(id), "dataset", request);
    }

    @RequestMapping(path = DATASET, method = RequestMethod.OPTIONS)
    ResponseEntity<Object> datasetOptions(@PathVariable long id) {
        dataset(id);
        return protocol.options();
    }

    /** Not the download of an export, which stands beside. */
    @RequestMapping(path = DATASET + "/{file:(?!download$).+}", method = RequestMethod.HEAD)
    ResponseEntity<Object> datasetHead(@PathVariable long id, @PathVariable String file) {
        dataset(id);
        return protocol.head(UploadTarget.dataset(id), access.user(), file);
    }

    @RequestMapping(path = DATASET + "/{file}", method = RequestMethod.PATCH)
    ResponseEntity<Object> datasetAppend(@PathVariable long id, @PathVariable String file, HttpServletRequest request)
            throws IOException {
        dataset(id);
        return protocol.append(request, UploadTarget.dataset(id), access.user(), file);
    }

    private DatasetTarget annotations(String kind, long id) {
        return access.require(DatasetTarget.Kind.of(kind), id, "import:annotations");
    }

    private DatasetTarget dataset(long id) {
        return access.require(DatasetTarget.Kind.PROJECTS, id, "import:dataset");
    }

    private static UploadTarget files(String kind, long id) {
        return UploadTarget.annotations(DatasetTarget.Kind.of(kind).word(), id);
    }

    private ResponseEntity<Object> post(
            DatasetTarget target, UploadTarget files, String subresource, HttpServletRequest request)
            throws IOException {
        return switch (UploadProtocol.step(request)) {
            case START -> protocol.started();
            case TUS -> protocol.begin(request, files, access.user(), false);
            case MULTIPLE -> {
                protocol.takeAll(request, files, access.user());
                yield ResponseEntity.ok().build();
            }
            case FINISH -> finish(target, files, subresource, request);
        };
    }

    private ResponseEntity<Object> finish(
            DatasetTarget target, UploadTarget files, String subresource, HttpServletRequest request)
            throws IOException {
        String format = parameter(request, "format", "");
        if (format.isEmpty()) {
            throw new Failure.Invalid("Unknown format specified for the request");
        }
        FormatRegistry.reader(format);
        if (!parameter(request, "location", "local").equals("local")) {
            throw new Failure.Absent("Imports from cloud storages are not built yet; send the file");
        }
        boolean sentHere =
                MultipartReader.isMultipart(request.getContentType()) && request.getHeader("Upload-Finish") == null;
        if (sentHere) {
            protocol.takeAll(request, files, access.user());
        }
        Upload file = file(files, sentHere ? null : request.getParameter("filename"));
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("format", format);
        params.put("upload", file.id().toString());
        params.put("object_key", file.objectKey());
        params.put("size", file.length());
        params.put("masks_to_polygons", DatasetExportController.flag(parameter(request, "conv_mask_to_poly", "true")));
        RequestId id = RequestId.importInto(target.kind().word(), target.id(), subresource, format);
        NewRequest work = new NewRequest(
                id,
                RequestQueues.IMPORT,
                access.user(),
                target.scope(),
                params,
                Optional.ofNullable(MDC.get("traceId")));
        try {
            return ResponseEntity.accepted().body(Map.of("rq_id", queue.submit(work)));
        } catch (Failure.Conflict e) {
            return ResponseEntity.status(HttpStatus.CONFLICT).body(Map.of("rq_id", id.render()));
        }
    }

    /** The file of this name or upload id; without a name the last one that the caller sent. */
    private Upload file(UploadTarget files, @Nullable String name) throws IOException {
        if (name != null && !name.isBlank()) {
            return uploads.finished(files, access.user(), name);
        }
        List<Upload> mine = uploads.finished(files).stream()
                .filter(upload -> upload.owner() == access.user())
                .toList();
        if (mine.isEmpty()) {
            throw new Failure.Invalid("No file with annotations was sent");
        }
        return mine.getLast();
    }

    private static String parameter(HttpServletRequest request, String name, String otherwise) {
        String value = request.getParameter(name);
        return value == null ? otherwise : value.strip();
    }
}
