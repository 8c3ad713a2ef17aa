package io.ocellus.annotation.formats.cvat;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.DatasetMeta;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.DatasetWriter;
import io.ocellus.annotation.formats.exports.FrameObject;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.formats.exports.XmlWriting;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.store.TrackWalk;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * CVAT for video 1.1: {@code annotations.xml} track by track with every frame of each. A shape becomes a track of two positions, the second
 * one outside; tags have no place in it.
 */
public final class CvatVideoWriter implements DatasetWriter {
    @Override
    public void write(DatasetSource source, boolean images, DatasetArchive archive) throws IOException {
        try (var out = archive.entry("annotations.xml");
                XmlWriting xml = new XmlWriting(out)) {
            xml.declaration();
            xml.open("annotations").inside();
            new CvatHead(xml).write(source);
            Tracks writer = new Tracks(xml, source);
            for (TaskSource task : source.tasks()) {
                task.annotations(streams -> {
                    for (Track track : streams.tracks()) {
                        writer.track(task, track);
                        archive.step();
                    }
                });
            }
            for (TaskSource task : source.tasks()) {
                Map<Integer, DatasetFrame> frames = new HashMap<>();
                task.frames().forEach(frame -> frames.put(frame.index(), frame));
                task.annotations(streams -> {
                    for (Iterator<Shape> shapes = streams.shapes(); shapes.hasNext(); ) {
                        writer.shape(task, frames, shapes.next());
                        archive.step();
                    }
                });
            }
            xml.close("annotations");
        }
        if (images) {
            CvatMedia.write(source, archive);
        }
    }

    private static final class Tracks {
        private final XmlWriting xml;
        private final LabelBook labels;
        private final boolean project;
        private int number;

        Tracks(XmlWriting xml, DatasetSource source) {
            this.xml = xml;
            this.labels = source.labels();
            this.project = source.meta().kind() == DatasetMeta.Kind.PROJECT;
        }

        void track(TaskSource task, Track track) throws IOException {
            open(task, track.labelId(), track.source(), track.group());
            TrackWalk walk = new TrackWalk(track, task::deleted);
            for (DatasetFrame frame : task.frames()) {
                if (frame.index() < task.endIndex()) {
                    Optional<FrameObject> position = walk.at(frame.index()).map(at -> FrameObject.of(at, 0));
                    if (position.isPresent() && shown(position.get())) {
                        position(position.get(), frame.number(), false);
                    }
                }
            }
            xml.close("track");
        }

        private static boolean shown(FrameObject object) {
            return object.keyframe() || !object.outside();
        }

        void shape(TaskSource task, Map<Integer, DatasetFrame> frames, Shape shape) throws IOException {
            DatasetFrame frame = frames.get(shape.frame());
            if (frame == null) {
                return;
            }
            open(task, shape.labelId(), shape.source(), shape.group());
            FrameObject object = FrameObject.of(shape);
            int number = frame.number();
            position(object, number, false);
            if (number + task.frameStep() < task.stopNumber()) {
                position(object, number + task.frameStep(), true);
            }
            xml.close("track");
        }

        private void open(TaskSource task, long labelId, String source, long group) throws IOException {
            xml.open("track")
                    .attribute("id", number++)
                    .attribute("label", labels.get(labelId).name())
                    .attribute("source", source);
            if (project) {
                xml.attribute("task_id", task.taskId()).attribute("subset", task.subset());
            }
            if (group != 0) {
                xml.attribute("group_id", group);
            }
            xml.inside();
        }

        private void position(FrameObject object, int frame, boolean ended) throws IOException {
            if (object.type() == ShapeType.SKELETON
                    && object.elements().stream().noneMatch(Tracks::shown)) {
                return;
            }
            String tag = CvatShapes.tag(object.type());
            xml.open(tag).attribute("frame", frame).attribute("keyframe", object.keyframe());
            body(object, ended);
            xml.attribute("z_order", object.zOrder()).inside();
            for (FrameObject element : object.elements()) {
                if (shown(element)) {
                    element(element, ended);
                }
            }
            CvatShapes.attributes(xml, labels, object.labelId(), object.attributes());
            xml.close(tag);
        }

        private void element(FrameObject element, boolean ended) throws IOException {
            String tag = CvatShapes.tag(element.type());
            xml.open(tag)
                    .attribute("label", labels.get(element.labelId()).name())
                    .attribute("keyframe", element.keyframe());
            body(element, ended);
            xml.inside();
            CvatShapes.attributes(xml, labels, element.labelId(), element.attributes());
            xml.close(tag);
        }

        private void body(FrameObject object, boolean ended) {
            if (object.type() != ShapeType.SKELETON) {
                xml.attribute("outside", ended || object.outside()).attribute("occluded", object.occluded());
            }
            CvatShapes.geometry(xml, object.type(), object.points(), object.rotation());
        }
    }
}
