package io.ocellus.annotation.annotations;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resources;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.store.AnnotationReader;
import io.ocellus.annotation.store.AnnotationSnapshot;
import io.ocellus.annotation.store.AnnotationSource;
import io.ocellus.annotation.store.AnnotationStoreSettings;
import io.ocellus.annotation.store.AnnotationWriter;
import io.ocellus.annotation.store.SaveAction;
import io.ocellus.annotation.store.SaveRequest;
import io.ocellus.annotation.store.Saved;
import io.ocellus.annotation.store.Target;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Annotations of jobs and tasks. Beyond CVAT: {@code version} counts saves, answers have it as {@code ETag}, {@code If-Match} refuses a
 * save of an old version (412), and {@code Idempotency-Key} makes repeating a save safe.
 */
@RestController
final class AnnotationController {
    private static final Set<String> EXPORT_PARAMETERS =
            Set.of("format", "filename", "action", "location", "cloud_storage_id");
    private static final int LONGEST_KEY = 128;
    private final Access access;
    private final Resources resources;
    private final AnnotationReader reader;
    private final AnnotationWriter writer;
    private final AnnotationStoreSettings settings;

    AnnotationController(
            Access access,
            Resources resources,
            AnnotationReader reader,
            AnnotationWriter writer,
            AnnotationStoreSettings settings) {
        this.access = access;
        this.resources = resources;
        this.reader = reader;
        this.writer = writer;
        this.settings = settings;
    }

    @GetMapping("/api/jobs/{id}/annotations")
    void job(@PathVariable long id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        access.require("jobs", "view:annotations", resources.job(id));
        read(new Target.OfJob(id), request, response);
    }

    @GetMapping("/api/tasks/{id}/annotations")
    void task(@PathVariable long id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        access.require("tasks", "view:annotations", resources.task(id));
        read(new Target.OfTask(id), request, response);
    }

    @PutMapping("/api/jobs/{id}/annotations")
    void replaceJob(@PathVariable long id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        access.require("jobs", "update:annotations", resources.job(id));
        save(new Target.OfJob(id), SaveAction.REPLACE, request, response);
    }

    @PutMapping("/api/tasks/{id}/annotations")
    void replaceTask(@PathVariable long id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        access.require("tasks", "update:annotations", resources.task(id));
        save(new Target.OfTask(id), SaveAction.REPLACE, request, response);
    }

    @PatchMapping("/api/jobs/{id}/annotations")
    void changeJob(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String action,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        access.require("jobs", "update:annotations", resources.job(id));
        save(new Target.OfJob(id), action(action), request, response);
    }

    @PatchMapping("/api/tasks/{id}/annotations")
    void changeTask(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String action,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        access.require("tasks", "update:annotations", resources.task(id));
        save(new Target.OfTask(id), action(action), request, response);
    }

    @DeleteMapping("/api/jobs/{id}/annotations")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearJob(@PathVariable long id, HttpServletRequest request) throws IOException {
        access.require("jobs", "delete:annotations", resources.job(id));
        clear(new Target.OfJob(id), request);
    }

    @DeleteMapping("/api/tasks/{id}/annotations")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearTask(@PathVariable long id, HttpServletRequest request) throws IOException {
        access.require("tasks", "delete:annotations", resources.task(id));
        clear(new Target.OfTask(id), request);
    }

    private static SaveAction action(@Nullable String word) {
        return switch (word) {
            case "create" -> SaveAction.CREATE;
            case "update" -> SaveAction.UPDATE;
            case "delete" -> SaveAction.DELETE;
            case null, default ->
                throw new Failure.Invalid("Please specify a correct 'action': create, update or delete.");
        };
    }

    private void read(Target target, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (EXPORT_PARAMETERS.stream().anyMatch(name -> request.getParameter(name) != null)) {
            throw new ResponseStatusException(HttpStatus.GONE, "Exports are requested with POST .../dataset/export.");
        }
        AnnotationSnapshot snapshot = reader.open(target);
        if (snapshot.revisions().isEmpty()) {
            throw new Failure.Invalid("Task " + target.id() + " has no data yet.");
        }
        AnnotationJson json = begin(response, snapshot.version());
        for (var tags = snapshot.tags().iterator(); tags.hasNext(); ) {
            json.tag(tags.next());
        }
        for (var shapes = snapshot.shapes().iterator(); shapes.hasNext(); ) {
            json.shape(shapes.next());
        }
        for (Iterator<io.ocellus.annotation.model.Track> tracks =
                        snapshot.tracks().iterator();
                tracks.hasNext(); ) {
            json.track(tracks.next());
        }
        json.end();
    }

    private void save(Target target, SaveAction action, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long limit = settings.maxBody().toBytes();
        if (request.getContentLengthLong() > limit) {
            throw BoundedBody.refusal(limit);
        }
        requireJson(request);
        AnnotationBody body = new AnnotationBody(new BoundedBody(request.getInputStream(), limit));
        try (Saved saved = writer.save(request(target, action, request), body)) {
            AnnotationJson json = begin(response, saved.version());
            saved.replay(json);
            json.end();
        }
    }

    private void clear(Target target, HttpServletRequest request) throws IOException {
        writer.save(request(target, SaveAction.REPLACE, request), AnnotationSource.EMPTY)
                .close();
    }

    private static AnnotationJson begin(HttpServletResponse response, long version) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader("ETag", "\"" + version + "\"");
        return new AnnotationJson(response.getOutputStream(), version);
    }

    private static void requireJson(HttpServletRequest request) {
        String type = request.getContentType();
        if (type != null) {
            String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (!plain.isEmpty() && !plain.equals("application/json") && !plain.endsWith("+json")) {
                throw new Failure.UnsupportedMedia("Unsupported media type \"" + Values.clip(plain) + "\" in request.");
            }
        }
    }

    private SaveRequest request(Target target, SaveAction action, HttpServletRequest request) {
        Optional<String> key = Optional.ofNullable(request.getHeader("Idempotency-Key"));
        if (key.isPresent() && (key.get().isBlank() || key.get().length() > LONGEST_KEY)) {
            throw Failure.Invalid.field("Idempotency-Key", "Has 1 to " + LONGEST_KEY + " characters.");
        }
        return new SaveRequest(
                target,
                action,
                OptionalLong.of(access.identity().userId()),
                ifMatch(request.getHeader("If-Match")),
                key,
                false);
    }

    private static OptionalLong ifMatch(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return OptionalLong.empty();
        }
        String tag = header.strip();
        try {
            return OptionalLong.of(Long.parseLong(tag, 1, tag.length() - 1, 10));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new Failure.PreconditionFailed("If-Match " + Values.clip(tag) + " is no version of annotations.");
        }
    }
}
