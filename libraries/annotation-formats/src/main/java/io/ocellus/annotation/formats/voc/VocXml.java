package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.AttributeTexts;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.FrameContent;
import io.ocellus.annotation.formats.exports.FrameObject;
import io.ocellus.annotation.formats.exports.XmlWriting;
import io.ocellus.annotation.model.ShapeType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** The XML of a frame. */
final class VocXml {
    private final LabelBook labels;
    private final AttributeTexts attributes;

    VocXml(LabelBook labels, AttributeTexts attributes) {
        this.labels = labels;
        this.attributes = attributes;
    }

    void write(String fileName, FrameContent content, boolean masks, OutputStream out) throws IOException {
        DatasetFrame frame = content.frame();
        try (XmlWriting xml = new XmlWriting(out)) {
            xml.open("annotation").inside();
            int score = frame.stem().indexOf('_');
            xml.leaf("folder", score < 0 ? "" : frame.stem().substring(0, score));
            xml.leaf("filename", fileName);
            xml.open("source").inside();
            xml.leaf("database", "Unknown");
            xml.leaf("annotation", "Unknown");
            xml.leaf("image", "Unknown");
            xml.close("source");
            xml.open("size").inside();
            xml.leaf("width", Integer.toString(frame.width()));
            xml.leaf("height", Integer.toString(frame.height()));
            xml.leaf("depth", "");
            xml.close("size");
            xml.leaf("segmented", masks ? "1" : "0");
            for (FrameObject object : content.objects()) {
                if (object.type() == ShapeType.RECTANGLE) {
                    object(xml, object);
                }
            }
            xml.close("annotation");
        }
    }

    private void object(XmlWriting xml, FrameObject object) throws IOException {
        xml.open("object").inside();
        xml.leaf("name", labels.get(object.labelId()).name());
        xml.leaf("truncated", "0");
        xml.leaf("occluded", object.occluded() ? "1" : "0");
        xml.leaf("difficult", "0");
        double[] points = object.points();
        xml.open("bndbox").inside();
        xml.leaf("xmin", coordinate(points[0]));
        xml.leaf("ymin", coordinate(points[1]));
        xml.leaf("xmax", coordinate(points[2]));
        xml.leaf("ymax", coordinate(points[3]));
        xml.close("bndbox");
        Map<String, Object> values = attributes.of(object.labelId(), object.attributes());
        values.put("rotation", object.rotation());
        if (object.tracked()) {
            values.put("track_id", object.trackId());
            values.put("keyframe", object.keyframe());
        }
        xml.open("attributes").inside();
        for (Map.Entry<String, Object> value : values.entrySet()) {
            xml.open("attribute").inside();
            xml.leaf("name", value.getKey());
            xml.leaf("value", text(value.getValue()));
            xml.close("attribute");
        }
        xml.close("attributes");
        xml.close("object");
    }

    private static String coordinate(double value) {
        return Decimals.shortest(Decimals.rounded(value));
    }

    private static String text(Object value) {
        return switch (value) {
            case Boolean flag -> flag ? "True" : "False";
            case Double number -> Decimals.shortest(number);
            default -> value.toString();
        };
    }
}
