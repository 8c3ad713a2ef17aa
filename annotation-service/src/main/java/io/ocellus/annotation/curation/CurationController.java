package io.ocellus.annotation.curation;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resources;
import io.ocellus.annotation.lists.Condition;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.uploads.MultipartReader;
import io.ocellus.embeddings.EmbeddingModel;
import io.ocellus.embeddings.EmbeddingsUnavailable;
import io.ocellus.embeddings.PicturePart;
import io.ocellus.media.PictureHeaders;
import io.ocellus.media.RgbPicture;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/curation}: what resembles a frame, an object, or a picture that is sent. */
@RestController
@RequestMapping("/api/curation")
class CurationController {
    private static final int LARGEST_PICTURE = 20 << 20;
    private static final int LONGEST_SIDE = 1600;
    private static final int OTHER_PARTS = 1 << 16;
    private static final Map<String, String> POLICY_COLUMNS = Map.of(
            "assignee_id", "j.assignee_id",
            "segment__task__owner_id", "t.owner_id",
            "segment__task__assignee_id", "t.assignee_id",
            "segment__task__organization", "t.organization_id",
            "segment__task__project__owner_id", "p.owner_id",
            "segment__task__project__assignee_id", "p.assignee_id",
            "segment__task__project__organization", "p.organization_id");

    private final Access access;
    private final Resources resources;
    private final SimilarSearch search;
    private final SeenFrames seen;
    private final Supplier<EmbeddingModel> model;

    CurationController(
            Access access, Resources resources, SimilarSearch search, SeenFrames seen, Supplier<EmbeddingModel> model) {
        this.access = access;
        this.resources = resources;
        this.search = search;
        this.seen = seen;
        this.model = model;
    }

    @GetMapping("/similar")
    Neighbours similar(
            @RequestParam(required = false) @Nullable String frame,
            @RequestParam(required = false) @Nullable String object,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String project,
            @RequestParam(required = false) @Nullable String label) {
        access.require("curation", "view");
        Asked asked = Asked.of(frame, object);
        Scope scope = scope(limit, project, label);
        return answered(() -> switch (asked) {
            case Asked.OfFrame of -> {
                access.require("tasks", "view", resources.task(of.task()));
                requireFrame(of);
                yield search.ofFrame(of.task(), of.frame(), scope, visible());
            }
            case Asked.OfObject of -> {
                long job = seen.jobOf(of.shape())
                        .orElseThrow(() -> new Failure.NotFound("There is no object " + of.shape() + "."));
                access.require("jobs", "view", resources.job(job));
                yield search.ofObject(of.shape(), scope, visible());
            }
        });
    }

    @PostMapping("/search")
    Neighbours byPicture(
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String project,
            @RequestParam(required = false) @Nullable String label)
            throws IOException {
        access.require("curation", "view");
        Scope scope = scope(limit, project, label);
        RgbPicture picture = picture(request);
        return answered(() -> {
            float[] vector = model.get().embed(List.of(PicturePart.whole(picture)))[0];
            return search.ofPicture(vector, scope, visible());
        });
    }

    private Scope scope(@Nullable String limit, @Nullable String project, @Nullable String label) {
        Scope scope = Scope.of(limit, project, label);
        if (scope.project() != null) {
            access.require("projects", "view", resources.project(scope.project()));
        }
        return scope;
    }

    private void requireFrame(Asked.OfFrame of) {
        if (seen.jobs(List.of(new SeenFrames.Place(of.task(), of.frame())), Condition.ALL, null)
                .isEmpty()) {
            throw new Failure.NotFound("Task " + of.task() + " has no frame " + of.frame() + ".");
        }
    }

    private Condition visible() {
        return access.visible("curation", POLICY_COLUMNS, "t.organization_id");
    }

    private static Neighbours answered(Supplier<Neighbours> search) {
        try {
            return search.get();
        } catch (EmbeddingsUnavailable e) {
            throw new Failure.Unavailable("Similarity search does not answer at the moment; labelling goes on.", e);
        }
    }

    private static RgbPicture picture(HttpServletRequest request) throws IOException {
        if (!MultipartReader.isMultipart(request.getContentType())) {
            throw new Failure.UnsupportedMedia("Send the picture as multipart/form-data in the field \"image\".");
        }
        if (request.getContentLengthLong() > LARGEST_PICTURE + OTHER_PARTS) {
            throw tooLarge();
        }
        MultipartReader parts = new MultipartReader(request.getContentType(), request.getInputStream());
        for (Optional<MultipartReader.Part> part = parts.next(); part.isPresent(); part = parts.next()) {
            if (part.get().name().equals("image")) {
                return decoded(part.get().body().readNBytes(LARGEST_PICTURE + 1));
            }
        }
        throw Failure.Invalid.field("image", "This field is required.");
    }

    private static RgbPicture decoded(byte[] bytes) throws IOException {
        if (bytes.length > LARGEST_PICTURE) {
            throw tooLarge();
        }
        if (bytes.length == 0) {
            throw Failure.Invalid.field("image", "The picture is empty.");
        }
        if (!PictureHeaders.isKnown(bytes)) {
            throw new Failure.UnsupportedMedia(
                    "The field \"image\" is not a picture that is read (JPEG, PNG, WebP, TIFF, BMP or GIF).");
        }
        return RgbPicture.decode("image", bytes, LONGEST_SIDE);
    }

    private static Failure tooLarge() {
        return new Failure.TooLarge("A picture may have up to " + (LARGEST_PICTURE >> 20) + " MB.");
    }
}
