package io.ocellus.annotation.formats.coco;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.AttributeTexts;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.DatasetWriter;
import io.ocellus.annotation.formats.exports.FrameContent;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.model.Label;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * COCO 1.0: {@code annotations/instances_SUBSET.json} and {@code images/SUBSET/NAME}. Boxes have no segmentation, polygons one, masks and
 * ellipses are uncompressed run lengths with {@code iscrowd}; shapes of one group become one instance. Tags, lines, points, cuboids and
 * skeletons have no place in it.
 */
public final class CocoWriter implements DatasetWriter {
    @Override
    public void write(DatasetSource source, boolean images, DatasetArchive archive) throws IOException {
        long firstImage = 1;
        for (Map.Entry<String, List<TaskSource>> subset : source.subsets().entrySet()) {
            String name = "annotations/instances_" + subset.getKey() + ".json";
            try (OutputStream out = archive.entry(name);
                    JsonGenerator json = CocoJson.FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
                new Document(json, source.labels(), archive).write(subset.getValue(), firstImage);
            }
            for (TaskSource task : subset.getValue()) {
                firstImage += task.frames().size();
                if (images) {
                    writeImages(subset.getKey(), task, archive);
                }
            }
        }
    }

    private static void writeImages(String subset, TaskSource task, DatasetArchive archive) throws IOException {
        for (DatasetFrame frame : task.frames()) {
            String name = "images/" + subset + "/" + task.fileName(frame);
            if (!archive.has(name)) {
                archive.image(name, task, frame);
            }
        }
    }

    /** One JSON file. */
    private static final class Document {
        private final JsonGenerator json;
        private final LabelBook labels;
        private final DatasetArchive archive;
        private final AttributeTexts attributes;
        private long annotation = 1;
        private long image;

        Document(JsonGenerator json, LabelBook labels, DatasetArchive archive) {
            this.json = json;
            this.labels = labels;
            this.archive = archive;
            this.attributes = new AttributeTexts(labels);
        }

        void write(List<TaskSource> tasks, long firstImage) throws IOException {
            json.writeStartObject();
            head();
            json.writeName("images");
            json.writeStartArray();
            image = firstImage;
            for (TaskSource task : tasks) {
                task.frames().forEach(frame -> image(task, frame));
            }
            json.writeEndArray();
            json.writeName("annotations");
            json.writeStartArray();
            image = firstImage;
            for (TaskSource task : tasks) {
                task.eachFrame(this::annotations);
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        private void head() {
            json.writeName("licenses");
            json.writeStartArray();
            json.writeStartObject();
            json.writeStringProperty("name", "");
            json.writeNumberProperty("id", 0);
            json.writeStringProperty("url", "");
            json.writeEndObject();
            json.writeEndArray();
            json.writeName("info");
            json.writeStartObject();
            for (String key : List.of("contributor", "date_created", "description", "url", "version", "year")) {
                json.writeStringProperty(key, "");
            }
            json.writeEndObject();
            json.writeName("categories");
            json.writeStartArray();
            for (Label label : labels.all()) {
                json.writeStartObject();
                json.writeNumberProperty("id", labels.position(label.id()) + 1);
                json.writeStringProperty("name", label.name());
                json.writeStringProperty(
                        "supercategory", labels.parent(label).map(Label::name).orElse(""));
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        private void image(TaskSource task, DatasetFrame frame) {
            json.writeStartObject();
            json.writeNumberProperty("id", image++);
            json.writeNumberProperty("width", frame.width());
            json.writeNumberProperty("height", frame.height());
            json.writeStringProperty("file_name", task.fileName(frame));
            json.writeNumberProperty("license", 0);
            json.writeStringProperty("flickr_url", "");
            json.writeStringProperty("coco_url", "");
            json.writeNumberProperty("date_captured", 0);
            json.writeEndObject();
        }

        private void annotations(FrameContent content) {
            for (CocoInstance instance : CocoInstance.of(content)) {
                annotation(instance);
            }
            image++;
            archive.step();
        }

        private void annotation(CocoInstance instance) {
            json.writeStartObject();
            json.writeNumberProperty("id", annotation++);
            json.writeNumberProperty("image_id", image);
            json.writeNumberProperty(
                    "category_id", labels.position(instance.leader().labelId()) + 1);
            json.writeName("segmentation");
            if (instance.crowd()) {
                json.writeStartObject();
                json.writeName("counts");
                int[] counts = instance.counts();
                json.writeArray(counts, 0, counts.length);
                json.writeName("size");
                json.writeArray(new int[] {instance.height(), instance.width()}, 0, 2);
                json.writeEndObject();
            } else {
                json.writeStartArray();
                for (double[] polygon : instance.polygons()) {
                    numbers(polygon);
                }
                json.writeEndArray();
            }
            json.writeNumberProperty("area", Decimals.rounded(instance.area()));
            json.writeName("bbox");
            numbers(instance.box());
            json.writeNumberProperty("iscrowd", instance.crowd() ? 1 : 0);
            json.writeName("attributes");
            json.writeStartObject();
            instance.attributes(attributes).forEach(this::attribute);
            json.writeEndObject();
            json.writeEndObject();
        }

        private void numbers(double[] values) {
            json.writeStartArray();
            for (double value : values) {
                json.writeNumber(Decimals.rounded(value));
            }
            json.writeEndArray();
        }

        private void attribute(String name, Object value) {
            switch (value) {
                case Boolean flag -> json.writeBooleanProperty(name, flag);
                case Double number -> json.writeNumberProperty(name, number);
                case Integer number -> json.writeNumberProperty(name, number);
                default -> json.writeStringProperty(name, value.toString());
            }
        }
    }
}
