package io.ocellus.worker.imports.tasks;

import io.ocellus.annotation.frames.FrameFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** How the media of a task is to be made, as the request says it. */
record TaskOptions(
        long task,
        int imageQuality,
        OptionalInt chunkSize,
        int startFrame,
        OptionalInt stopFrame,
        String frameFilter,
        String sortingMethod,
        String storageMethod,
        List<String> uploadFileOrder) {
    static TaskOptions read(JsonNode params) {
        List<String> order = new ArrayList<>();
        params.path("upload_file_order").forEach(name -> order.add(name.asString()));
        return new TaskOptions(
                params.path("task").asLong(),
                params.path("image_quality").asInt(70),
                number(params, "chunk_size"),
                params.path("start_frame").asInt(0),
                number(params, "stop_frame"),
                params.path("frame_filter").asString(""),
                params.path("sorting_method").asString("lexicographical"),
                params.path("storage_method").asString("cache"),
                order);
    }

    int step() {
        return FrameFilter.step(frameFilter);
    }

    /** The source's frames that the task takes, of {@code available}. */
    List<Integer> chosen(int available) {
        List<Integer> chosen = new ArrayList<>();
        long last = Math.min(stopFrame.orElse(Integer.MAX_VALUE), available - 1L);
        for (long frame = startFrame; frame <= last; frame += step()) {
            chosen.add((int) frame);
        }
        return chosen;
    }

    private static OptionalInt number(JsonNode params, String name) {
        return params.has(name) ? OptionalInt.of(params.path(name).asInt()) : OptionalInt.empty();
    }
}
