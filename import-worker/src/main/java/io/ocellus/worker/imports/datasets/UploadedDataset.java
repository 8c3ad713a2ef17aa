package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.formats.FormatRegistry;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.DatasetReader;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.requests.BackgroundRequest;
import java.io.IOException;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What a request to import says: a format, and the file that was sent. */
record UploadedDataset(String format, UUID upload, String objectKey, long size, ImportOptions options) {
    static UploadedDataset of(BackgroundRequest request) {
        JsonNode params = request.params();
        return new UploadedDataset(
                params.path("format").asString(),
                UUID.fromString(params.path("upload").asString()),
                params.path("object_key").asString(),
                params.path("size").asLong(),
                new ImportOptions(params.path("masks_to_polygons").asBoolean(true)));
    }

    DatasetReader reader() {
        return FormatRegistry.reader(format);
    }

    /** Opens and checks the file. */
    DatasetFile open(ObjectStore objects) throws IOException {
        return DatasetFile.open(ObjectByteSource.of(objects, objectKey, size));
    }
}
