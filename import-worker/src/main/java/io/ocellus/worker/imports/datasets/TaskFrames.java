package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.frames.FrameInfo;
import io.ocellus.annotation.frames.TaskData;
import java.util.List;

/** Frames of a task or job as imports look for them. */
final class TaskFrames {
    private TaskFrames() {}

    static FrameNames names(TaskData data, List<FrameInfo> frames) {
        List<DatasetFrame> all = frames.stream()
                .map(frame -> new DatasetFrame(
                        frame.number(), data.sourceFrame(frame.number()), frame.name(), frame.width(), frame.height()))
                .toList();
        return new FrameNames(all, data.video(), data.startFrame(), data.step());
    }
}
