package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.AttributeTexts;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.DatasetWriter;
import io.ocellus.annotation.formats.exports.FrameContent;
import io.ocellus.annotation.formats.exports.FrameObject;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.model.ShapeType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PASCAL VOC 1.1: an XML a frame with its boxes, tags as image sets, masks and ellipses as pictures. Of two frames of one name the one of
 * the later subset is kept. Lines, points, cuboids, polygons and skeletons have no place in it.
 */
public final class VocWriter implements DatasetWriter {
    @Override
    public void write(DatasetSource source, boolean images, DatasetArchive archive) throws IOException {
        VocLabels labels = VocLabels.of(source.labels());
        archive.text("labelmap.txt", labels.text());
        Map<String, Long> last = new HashMap<>();
        source.subsets()
                .values()
                .forEach(tasks ->
                        tasks.forEach(task -> task.frames().forEach(frame -> last.put(frame.stem(), task.taskId()))));
        for (Map.Entry<String, List<TaskSource>> subset : source.subsets().entrySet()) {
            new Subset(subset.getKey(), subset.getValue(), labels, source.labels(), archive, last).write(images);
        }
    }

    private static final class Subset {
        private final String name;
        private final List<TaskSource> tasks;
        private final VocLabels vocLabels;
        private final LabelBook labels;
        private final DatasetArchive archive;
        private final Map<String, Long> last;
        private final VocImageSets sets;
        private final AttributeTexts attributes;

        Subset(
                String name,
                List<TaskSource> tasks,
                VocLabels vocLabels,
                LabelBook labels,
                DatasetArchive archive,
                Map<String, Long> last) {
            this.name = name;
            this.tasks = tasks;
            this.vocLabels = vocLabels;
            this.labels = labels;
            this.archive = archive;
            this.last = last;
            this.sets = new VocImageSets(vocLabels);
            this.attributes = new AttributeTexts(labels);
        }

        void write(boolean images) throws IOException {
            for (TaskSource task : tasks) {
                task.eachFrame(content -> frame(task, content));
            }
            sets.write(name, archive);
            if (images) {
                for (TaskSource task : tasks) {
                    for (DatasetFrame frame : task.frames()) {
                        String file = "JPEGImages/" + task.fileName(frame);
                        if (isLast(task, frame) && !archive.has(file)) {
                            archive.image(file, task, frame);
                        }
                    }
                }
            }
        }

        private void frame(TaskSource task, FrameContent content) throws IOException {
            DatasetFrame frame = content.frame();
            boolean masks = content.objects().stream().anyMatch(Subset::isMask);
            boolean empty = content.tags().isEmpty()
                    && content.objects().stream().allMatch(object -> object.type() == ShapeType.CUBOID);
            sets.add(frame.stem(), content.tags(), masks, empty, labels);
            String xml = "Annotations/" + frame.stem() + ".xml";
            if (isLast(task, frame) && !archive.has(xml)) {
                try (var out = archive.entry(xml)) {
                    new VocXml(labels, attributes).write(task.fileName(frame), content, masks, out);
                }
            }
            if (masks && !archive.has("SegmentationClass/" + frame.stem() + ".png")) {
                new VocMasks(content, vocLabels).write(archive);
            }
            archive.step();
        }

        private boolean isLast(TaskSource task, DatasetFrame frame) {
            return Long.valueOf(task.taskId()).equals(last.get(frame.stem()));
        }

        private static boolean isMask(FrameObject object) {
            return object.type() == ShapeType.MASK || object.type() == ShapeType.ELLIPSE;
        }
    }
}
