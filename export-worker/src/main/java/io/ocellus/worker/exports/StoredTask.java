package io.ocellus.worker.exports;

import io.ocellus.annotation.formats.exports.AnnotationStreams;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Task;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.store.AnnotationSnapshot;
import io.ocellus.media.FrameQuality;
import io.ocellus.media.FrameReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task, or the frames of one job of it, from database and object store. Holds the names of its frames while it is written. */
final class StoredTask implements TaskSource {
    private final Task task;
    private final TaskData data;
    private final Range range;
    private final String subset;
    private final int offset;
    private final Map<Integer, String> renamed;
    private final AnnotationSnapshot annotations;
    private final FrameStore frameStore;
    private final FrameReader pictures;
    private final Set<Integer> deleted;
    private @Nullable List<DatasetFrame> frames;

    /** Frames {@code first} to {@code last}, both inclusive. */
    record Range(int first, int last) {}

    /**
     * @param offset added to the numbers of frames, so that tasks of one subset do not collide
     * @param renamed names of frames that another task of the subset has already
     */
    StoredTask(
            Task task,
            TaskData data,
            Range range,
            String subset,
            int offset,
            Map<Integer, String> renamed,
            AnnotationSnapshot annotations,
            FrameStore frameStore,
            FrameReader pictures) {
        this.task = task;
        this.data = data;
        this.range = range;
        this.subset = subset;
        this.offset = offset;
        this.renamed = renamed;
        this.annotations = annotations;
        this.frameStore = frameStore;
        this.pictures = pictures;
        this.deleted = new HashSet<>(data.deletedFrames());
    }

    Task task() {
        return task;
    }

    TaskData data() {
        return data;
    }

    Range range() {
        return range;
    }

    @Override
    public long taskId() {
        return task.id();
    }

    @Override
    public String subset() {
        return subset;
    }

    @Override
    public boolean video() {
        return data.video();
    }

    @Override
    public int frameStep() {
        return data.step();
    }

    @Override
    public int stopNumber() {
        return offset + data.sourceFrame(range.last());
    }

    @Override
    public int endIndex() {
        return range.last() + 1;
    }

    @Override
    public List<DatasetFrame> frames() {
        List<DatasetFrame> known = frames;
        if (known == null) {
            known = frameStore.frames(data, range.first(), range.last()).stream()
                    .filter(frame -> !deleted.contains(frame.number()))
                    .map(frame -> new DatasetFrame(
                            frame.number(),
                            offset + data.sourceFrame(frame.number()),
                            renamed.getOrDefault(frame.number(), frame.name()),
                            frame.width(),
                            frame.height()))
                    .toList();
            frames = known;
        }
        return known;
    }

    @Override
    public boolean deleted(int index) {
        return deleted.contains(index);
    }

    @Override
    public void annotations(AnnotationUse use) throws IOException {
        try (var shapes = annotations.shapes();
                var tags = annotations.tags();
                var tracks = annotations.tracks()) {
            List<Track> all = tracks.toList();
            use.with(new AnnotationStreams(shapes.iterator(), tags.iterator(), all));
        }
    }

    @Override
    public void image(DatasetFrame frame, OutputStream out) throws IOException {
        out.write(pictures.encoded(data, frame.index(), FrameQuality.ORIGINAL).bytes());
    }
}
