package io.ocellus.annotation.data;

import io.ocellus.annotation.frames.FrameFilter;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.Fields;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a task's media is to be made, as CVAT's {@code DataRequest} says it. What is not built yet is refused when asked for.
 *
 * @param stopFrame in the source's numbers, inclusive
 * @param uploadFileOrder names in the wanted order; empty: as they came
 */
record DataRequest(
        int imageQuality,
        Optional<Integer> chunkSize,
        int startFrame,
        Optional<Integer> stopFrame,
        String frameFilter,
        String sortingMethod,
        String storageMethod,
        List<String> uploadFileOrder) {
    private static final Set<String> SORTINGS = Set.of("lexicographical", "natural", "predefined", "random");
    private static final int MOST_FILES = 200_000;

    static DataRequest read(Fields fields) {
        absent(fields, "server_files", "Files of a share or a cloud storage");
        absent(fields, "remote_files", "Files behind addresses");
        absent(fields, "cloud_storage_id", "Cloud storages");
        absent(fields, "job_file_mapping", "A mapping of files to jobs");
        absent(fields, "validation_params", "Ground truth and honeypots");
        if (!fields.has("image_quality")) {
            fields.reject("image_quality", "This field is required.");
        }
        int quality = fields.integer("image_quality", 0, 100).orElse(70L).intValue();
        Optional<Integer> chunkSize = optional(fields, "chunk_size", 1);
        int start = optional(fields, "start_frame", 0).orElse(0);
        Optional<Integer> stop = optional(fields, "stop_frame", 0);
        String filter = fields.text("frame_filter", 256, true).orElse("");
        String sorting = fields.choice("sorting_method", SORTINGS).orElse("lexicographical");
        String storage =
                fields.choice("storage_method", Set.of("cache", "file_system")).orElse("cache");
        fields.flag("use_zip_chunks");
        fields.flag("use_cache");
        fields.flag("copy_data");
        List<String> order = fields.texts("upload_file_order", MOST_FILES, 1024).orElse(List.of());
        if (!order.isEmpty() && !sorting.equals("predefined")) {
            fields.reject("upload_file_order", "Only valid with the \"predefined\" sorting method.");
        }
        if (stop.isPresent() && stop.get() < start) {
            fields.reject("stop_frame", "Stop frame must be more or equal start frame");
        }
        fields.check();
        FrameFilter.step(filter);
        return new DataRequest(quality, chunkSize, start, stop, filter, sorting, storage, order);
    }

    /** What the worker is told. */
    ObjectNode params(long task) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("task", task);
        params.put("image_quality", imageQuality);
        chunkSize.ifPresent(size -> params.put("chunk_size", size));
        params.put("start_frame", startFrame);
        stopFrame.ifPresent(stop -> params.put("stop_frame", stop));
        params.put("frame_filter", frameFilter);
        params.put("sorting_method", sortingMethod);
        params.put("storage_method", storageMethod);
        var order = params.putArray("upload_file_order");
        uploadFileOrder.forEach(order::add);
        return params;
    }

    private static Optional<Integer> optional(Fields fields, String name, int minimum) {
        JsonNode value = fields.node(name);
        if (value == null
                || value.isNull()
                || (value.isString() && value.asString().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(fields.integer(name, minimum, Integer.MAX_VALUE)
                .orElse((long) minimum)
                .intValue());
    }

    private static void absent(Fields fields, String name, String what) {
        JsonNode value = fields.node(name);
        boolean asked = value != null
                && !value.isNull()
                && !(value.isContainer() && value.isEmpty())
                && !(value.isString() && value.asString().isEmpty());
        if (asked) {
            throw new Failure.Absent(what + " (" + name + ") are not built yet.");
        }
    }
}
