package io.ocellus.annotation.formats;

import io.ocellus.annotation.formats.exports.AnnotationStreams;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.DatasetMeta;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A task with two labels whose shapes come from anywhere. */
final class MemoryTask implements TaskSource {
    static final long CAR = 1;
    static final long TREE = 2;
    static final long PARKED = 11;
    static final long PLATE = 12;
    static final LabelBook LABELS = LabelBook.of(List.of(
            new Label(
                    CAR,
                    "car",
                    "#ff0000",
                    "any",
                    null,
                    List.of(
                            new AttributeSpec(PARKED, CAR, "parked", true, "checkbox", "false", List.of("false")),
                            new AttributeSpec(PLATE, CAR, "plate", false, "text", "", List.of(""))),
                    List.of(),
                    null),
            new Label(TREE, "tree", "#00ff00", "any", null, List.of(), List.of(), null)));

    private final List<DatasetFrame> frames;
    private final Supplier<Iterator<Shape>> shapes;

    MemoryTask(List<DatasetFrame> frames, List<Shape> shapes) {
        this(frames, shapes::iterator);
    }

    MemoryTask(List<DatasetFrame> frames, Supplier<Iterator<Shape>> shapes) {
        this.frames = frames;
        this.shapes = shapes;
    }

    DatasetSource dataset() {
        return new DatasetSource() {
            @Override
            public LabelBook labels() {
                return LABELS;
            }

            @Override
            public List<TaskSource> tasks() {
                return List.of(MemoryTask.this);
            }

            @Override
            public DatasetMeta meta() {
                DatasetMeta.TaskMeta task = new DatasetMeta.TaskMeta(
                        1,
                        "t",
                        frames.size(),
                        "annotation",
                        0,
                        "",
                        "",
                        "",
                        "default",
                        0,
                        frames.size() - 1,
                        "",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
                return new DatasetMeta(
                        DatasetMeta.Kind.TASK,
                        1,
                        "t",
                        "",
                        "",
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(task));
            }
        };
    }

    @Override
    public long taskId() {
        return 1;
    }

    @Override
    public String subset() {
        return "default";
    }

    @Override
    public boolean video() {
        return false;
    }

    @Override
    public int frameStep() {
        return 1;
    }

    @Override
    public int stopNumber() {
        return frames.size() - 1;
    }

    @Override
    public int endIndex() {
        return frames.size();
    }

    @Override
    public List<DatasetFrame> frames() {
        return frames;
    }

    @Override
    public boolean deleted(int index) {
        return false;
    }

    @Override
    public void annotations(AnnotationUse use) throws IOException {
        use.with(new AnnotationStreams(
                shapes.get(), List.<io.ocellus.annotation.model.Tag>of().iterator(), List.of()));
    }

    @Override
    public void image(DatasetFrame frame, OutputStream out) throws IOException {
        throw new IOException("no pictures here");
    }
}
