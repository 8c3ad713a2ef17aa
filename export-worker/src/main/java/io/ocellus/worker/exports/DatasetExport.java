package io.ocellus.worker.exports;

import io.ocellus.annotation.formats.FormatRegistry;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.DatasetWriter;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.objectstorage.ObjectInfo;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.requests.BackgroundRequest;
import io.ocellus.requests.Claim;
import io.ocellus.requests.RequestHandler;
import io.ocellus.requests.RequestQueues;
import io.ocellus.requests.RequestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a dataset straight into the object store, under a name with the claim's fence; only the holder of the claim makes it visible. What
 * earlier attempts and earlier exports of the same request left is removed. Thread-safe; memory of a frame and of an object's part.
 */
public final class DatasetExport implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetExport.class);
    private static final Set<String> SUBRESOURCES = Set.of("dataset", "annotations");
    private static final long REPORT_NANOS = 1_000_000_000L;
    private static final int LEFT_BEHIND = 100;

    private final Datasets datasets;
    private final ObjectStore objects;

    DatasetExport(Datasets datasets, ObjectStore objects) {
        this.datasets = datasets;
        this.objects = objects;
    }

    @Override
    public String queue() {
        return RequestQueues.EXPORT;
    }

    @Override
    public boolean handles(BackgroundRequest request) {
        return request.action().equals("export")
                && request.subresource().filter(SUBRESOURCES::contains).isPresent();
    }

    @Override
    public RequestResult handle(Claim claim) throws IOException {
        BackgroundRequest request = claim.request();
        JsonNode params = request.params();
        DatasetWriter writer = FormatRegistry.writer(params.path("format").asString());
        boolean images = params.path("save_images").asBoolean();
        claim.progress(0, "");
        String folder = folder(request);
        removeOlder(folder, claim.fence());
        String key = folder + "%019d.zip".formatted(claim.fence());
        DatasetSource source = datasets.open(
                request.target(),
                request.targetId().orElseThrow(),
                params.path("base").asString(""));
        try {
            long size = write(source, writer, images, key, claim);
            ObjectNode detail = JsonNodeFactory.instance.objectNode();
            detail.put("object_key", key);
            detail.put("file_name", params.path("file_name").asString());
            detail.put("size", size);
            return RequestResult.of(detail);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long write(DatasetSource source, DatasetWriter writer, boolean images, String key, Claim claim)
            throws IOException {
        long expected = 1;
        for (TaskSource task : source.tasks()) {
            expected += task.frames().size() * (images ? 2L : 1L);
        }
        Progress progress = new Progress(claim, expected);
        try (ObjectOutput out = new ObjectOutput(objects, key, "application/zip")) {
            try (DatasetArchive archive = new DatasetArchive(out, progress)) {
                writer.write(source, images, archive);
            }
            return out.finish();
        }
    }

    private static String folder(BackgroundRequest request) {
        String format = request.format().orElse("").replaceAll("[^A-Za-z0-9]+", "-");
        return "exports/" + request.target() + "/" + request.targetId().orElse(0) + "/" + request.owner() + "/"
                + request.subresource().orElse("") + "-" + format + "/";
    }

    /** A lost attempt with a later fence may be at work, so only what is older goes. */
    private void removeOlder(String folder, long fence) {
        try {
            for (ObjectInfo old : objects.list(folder, Optional.empty(), LEFT_BEHIND)) {
                if (old.key().compareTo(folder + "%019d.zip".formatted(fence)) < 0) {
                    objects.delete(old.key());
                }
            }
        } catch (IOException e) {
            LOG.warn("Old exports in {} cannot be removed: {}", folder, e.toString());
        }
    }

    /** Tells the request how far it is, once a second; ends the work when the claim is lost. */
    private static final class Progress implements DatasetArchive.Progress {
        private final Claim claim;
        private final long expected;
        private long last = System.nanoTime();

        Progress(Claim claim, long expected) {
            this.claim = claim;
            this.expected = expected;
        }

        @Override
        public void step(long done) {
            if (System.nanoTime() - last > REPORT_NANOS) {
                last = System.nanoTime();
                claim.progress(Math.min(0.99, (double) done / expected), "");
            }
        }
    }
}
