package io.ocellus.annotation.formats.yolo;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.DatasetWriter;
import io.ocellus.annotation.formats.exports.FrameContent;
import io.ocellus.annotation.formats.exports.FrameObject;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.model.ShapeType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** YOLO 1.1: {@code obj.data}, {@code obj.names}, a list a subset and a text a frame. Only boxes that are not turned have a place in it. */
public final class YoloWriter implements DatasetWriter {
    private static final String DATA = "data/";

    @Override
    public void write(DatasetSource source, boolean images, DatasetArchive archive) throws IOException {
        StringBuilder data = new StringBuilder("classes = ")
                .append(source.labels().all().size())
                .append('\n');
        for (Map.Entry<String, List<TaskSource>> entry : source.subsets().entrySet()) {
            String subset = entry.getKey().equals("default") ? "train" : entry.getKey();
            String folder = "obj_" + subset + "_data/";
            data.append(subset).append(" = ").append(DATA).append(subset).append(".txt\n");
            if (!archive.has(subset + ".txt")) {
                list(subset, folder, entry.getValue(), archive);
            }
            for (TaskSource task : entry.getValue()) {
                task.eachFrame(content -> frame(folder, content, source.labels(), archive));
                if (images) {
                    for (DatasetFrame frame : task.frames()) {
                        String name = folder + task.fileName(frame);
                        if (!archive.has(name)) {
                            archive.image(name, task, frame);
                        }
                    }
                }
            }
        }
        archive.text("obj.data", data.append("names = data/obj.names\nbackup = backup/\n"));
        StringBuilder names = new StringBuilder();
        source.labels().all().forEach(label -> names.append(label.name()).append('\n'));
        archive.text("obj.names", names);
    }

    private static void list(String subset, String folder, List<TaskSource> tasks, DatasetArchive archive)
            throws IOException {
        try (var out = archive.entry(subset + ".txt")) {
            for (TaskSource task : tasks) {
                for (DatasetFrame frame : task.frames()) {
                    out.write((DATA + folder + task.fileName(frame) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static void frame(String folder, FrameContent content, LabelBook labels, DatasetArchive archive)
            throws IOException {
        DatasetFrame frame = content.frame();
        String name = folder + frame.stem() + ".txt";
        if (archive.has(name)) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (FrameObject object : content.objects()) {
            if (object.type() == ShapeType.RECTANGLE && object.rotation() == 0) {
                double[] box = object.points();
                lines.append(labels.position(object.labelId()));
                number(lines, (box[0] + box[2]) / 2 / frame.width());
                number(lines, (box[1] + box[3]) / 2 / frame.height());
                number(lines, (box[2] - box[0]) / frame.width());
                number(lines, (box[3] - box[1]) / frame.height());
                lines.append('\n');
            }
        }
        archive.text(name, lines);
        archive.step();
    }

    private static void number(StringBuilder line, double value) {
        line.append(' ');
        Decimals.six(line, value);
    }
}
