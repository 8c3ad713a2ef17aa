package io.ocellus.annotation.formats.cvat;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetMeta;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.DatasetWriter;
import io.ocellus.annotation.formats.exports.FrameContent;
import io.ocellus.annotation.formats.exports.FrameObject;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.formats.exports.XmlWriting;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import java.io.IOException;

/** CVAT for images 1.1: {@code annotations.xml} with every image in turn, and {@code images/}. */
public final class CvatImagesWriter implements DatasetWriter {
    @Override
    public void write(DatasetSource source, boolean images, DatasetArchive archive) throws IOException {
        try (var out = archive.entry("annotations.xml");
                XmlWriting xml = new XmlWriting(out)) {
            xml.declaration();
            xml.open("annotations").inside();
            new CvatHead(xml).write(source);
            Images writer = new Images(xml, source);
            for (TaskSource task : source.tasks()) {
                task.eachFrame(content -> {
                    writer.image(task, content);
                    archive.step();
                });
            }
            xml.close("annotations");
        }
        if (images) {
            CvatMedia.write(source, archive);
        }
    }

    private static final class Images {
        private final XmlWriting xml;
        private final LabelBook labels;
        private final boolean project;

        Images(XmlWriting xml, DatasetSource source) {
            this.xml = xml;
            this.labels = source.labels();
            this.project = source.meta().kind() == DatasetMeta.Kind.PROJECT;
        }

        void image(TaskSource task, FrameContent content) throws IOException {
            xml.open("image")
                    .attribute("id", content.frame().number())
                    .attribute("name", content.frame().name());
            if (project) {
                xml.attribute("subset", task.subset()).attribute("task_id", task.taskId());
            }
            xml.attribute("width", content.frame().width())
                    .attribute("height", content.frame().height())
                    .inside();
            for (FrameObject object : content.objects()) {
                shape(object, false);
            }
            for (Tag tag : content.tags()) {
                tag(tag);
            }
            xml.close("image");
        }

        private void shape(FrameObject object, boolean element) throws IOException {
            String tag = CvatShapes.tag(object.type());
            xml.open(tag)
                    .attribute("label", labels.get(object.labelId()).name())
                    .attribute("source", object.source());
            if (element) {
                xml.attribute("outside", object.outside());
            }
            if (object.type() != ShapeType.SKELETON) {
                xml.attribute("occluded", object.occluded());
            }
            CvatShapes.geometry(xml, object.type(), object.points(), object.rotation());
            if (!element) {
                xml.attribute("z_order", object.zOrder());
            }
            if (object.group() != 0) {
                xml.attribute("group_id", object.group());
            }
            xml.inside();
            for (FrameObject part : object.elements()) {
                shape(part, true);
            }
            CvatShapes.attributes(xml, labels, object.labelId(), object.attributes());
            xml.close(tag);
        }

        private void tag(Tag tag) throws IOException {
            xml.open("tag").attribute("label", labels.get(tag.labelId()).name()).attribute("source", tag.source());
            if (tag.group() != 0) {
                xml.attribute("group_id", tag.group());
            }
            xml.inside();
            CvatShapes.attributes(xml, labels, tag.labelId(), tag.attributes());
            xml.close("tag");
        }
    }
}
