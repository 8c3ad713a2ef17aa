package io.ocellus.annotation.formats.cvat;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.DatasetMeta;
import io.ocellus.annotation.formats.exports.DatasetMeta.Person;
import io.ocellus.annotation.formats.exports.DatasetMeta.SegmentMeta;
import io.ocellus.annotation.formats.exports.DatasetMeta.TaskMeta;
import io.ocellus.annotation.formats.exports.DatasetMeta.VideoMeta;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.XmlWriting;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.Label;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Version and {@code <meta>} of CVAT's XML. */
final class CvatHead {
    private final XmlWriting xml;

    CvatHead(XmlWriting xml) {
        this.xml = xml;
    }

    void write(DatasetSource source) throws IOException {
        DatasetMeta meta = source.meta();
        xml.leaf("version", "1.1");
        open("meta");
        String kind = meta.kind().name().toLowerCase(Locale.ROOT);
        open(kind);
        if (meta.kind() == DatasetMeta.Kind.PROJECT) {
            project(meta, source);
        } else {
            task(meta.tasks().getFirst(), meta.kind() == DatasetMeta.Kind.TASK);
            labels(source.labels());
            if (meta.kind() == DatasetMeta.Kind.TASK) {
                video(meta.tasks().getFirst().video(), true);
            }
        }
        xml.close(kind);
        xml.leaf("dumped", meta.dumped());
        if (meta.kind() == DatasetMeta.Kind.JOB) {
            video(meta.tasks().getFirst().video(), false);
        }
        xml.close("meta");
    }

    private void open(String tag) throws IOException {
        xml.open(tag).inside();
    }

    private void project(DatasetMeta meta, DatasetSource source) throws IOException {
        xml.leaf("id", Long.toString(meta.id()));
        xml.leaf("name", meta.name());
        xml.leaf("bugtracker", meta.bugTracker());
        xml.leaf("created", meta.created());
        xml.leaf("updated", meta.updated());
        open("tasks");
        for (TaskMeta task : meta.tasks()) {
            open("task");
            task(task, true);
            video(task.video(), true);
            xml.close("task");
        }
        xml.close("tasks");
        xml.leaf("subsets", String.join("\n", source.subsets().keySet()));
        person("owner", meta.owner());
        person("assignee", meta.assignee());
        labels(source.labels());
    }

    private void task(TaskMeta task, boolean named) throws IOException {
        xml.leaf("id", Long.toString(task.id()));
        if (named) {
            xml.leaf("name", task.name());
        }
        xml.leaf("size", Integer.toString(task.size()));
        xml.leaf("mode", task.mode());
        xml.leaf("overlap", Integer.toString(task.overlap()));
        xml.leaf("bugtracker", task.bugTracker());
        xml.leaf("created", task.created());
        xml.leaf("updated", task.updated());
        xml.leaf("subset", task.subset());
        xml.leaf("start_frame", Integer.toString(task.startFrame()));
        xml.leaf("stop_frame", Integer.toString(task.stopFrame()));
        xml.leaf("frame_filter", task.frameFilter());
        open("segments");
        for (SegmentMeta segment : task.segments()) {
            open("segment");
            xml.leaf("id", Long.toString(segment.id()));
            xml.leaf("start", Integer.toString(segment.start()));
            xml.leaf("stop", Integer.toString(segment.stop()));
            xml.leaf("url", segment.url());
            xml.close("segment");
        }
        xml.close("segments");
        person("owner", task.owner());
        person("assignee", task.assignee());
    }

    private void person(String tag, Optional<Person> person) throws IOException {
        if (person.isEmpty()) {
            xml.leaf(tag, "");
            return;
        }
        open(tag);
        xml.leaf("username", person.get().username());
        xml.leaf("email", person.get().email());
        xml.close(tag);
    }

    private void video(Optional<VideoMeta> video, boolean source) throws IOException {
        if (video.isPresent()) {
            open("original_size");
            xml.leaf("width", Integer.toString(video.get().width()));
            xml.leaf("height", Integer.toString(video.get().height()));
            xml.close("original_size");
            if (source) {
                xml.leaf("source", video.get().source());
            }
        }
    }

    private void labels(LabelBook labels) throws IOException {
        open("labels");
        for (Label label : labels.all()) {
            open("label");
            xml.leaf("name", label.name());
            xml.leaf("color", label.color());
            xml.leaf("type", label.type());
            open("attributes");
            for (AttributeSpec spec : label.attributes()) {
                attribute(spec);
            }
            xml.close("attributes");
            Optional<Label> parent = labels.parent(label);
            if (parent.isPresent()) {
                xml.leaf("parent", parent.get().name());
            }
            if (label.svg() != null) {
                xml.leaf("svg", svg(label, label.svg(), labels));
            }
            xml.close("label");
        }
        xml.close("labels");
    }

    private void attribute(AttributeSpec spec) throws IOException {
        open("attribute");
        xml.leaf("name", spec.name());
        xml.leaf("mutable", spec.mutable() ? "True" : "False");
        xml.leaf("input_type", spec.inputType());
        xml.leaf("default_value", spec.defaultValue());
        xml.leaf("values", spec.values().stream().collect(Collectors.joining("\n")));
        xml.close("attribute");
    }

    /** The drawing with names in place of ids, so that another server can read it. */
    private static String svg(Label skeleton, String svg, LabelBook labels) {
        String named = svg;
        for (Label label : labels.all()) {
            if (label.parentId() != null && label.parentId() == skeleton.id()) {
                named = named.replace(
                        "data-label-id=\"" + label.id() + "\"", "data-label-name=\"" + label.name() + "\"");
            }
        }
        return named;
    }
}
