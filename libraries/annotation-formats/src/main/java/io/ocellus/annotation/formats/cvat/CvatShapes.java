package io.ocellus.annotation.formats.cvat;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.XmlWriting;
import io.ocellus.annotation.model.AttributeSpec;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.ShapeType;
import java.io.IOException;
import java.util.List;

/** What shapes look like in both of CVAT's XML formats. */
final class CvatShapes {
    private static final String[] CUBOID = {
        "xtl1", "ytl1", "xbl1", "ybl1", "xtr1", "ytr1", "xbr1", "ybr1", "xtl2", "ytl2", "xbl2", "ybl2", "xtr2", "ytr2",
        "xbr2", "ybr2"
    };

    private CvatShapes() {}

    static String tag(ShapeType type) {
        return type == ShapeType.RECTANGLE ? "box" : type.wireName();
    }

    static void geometry(XmlWriting xml, ShapeType type, double[] points, double rotation) {
        switch (type) {
            case RECTANGLE -> {
                xml.decimal("xtl", points[0])
                        .decimal("ytl", points[1])
                        .decimal("xbr", points[2])
                        .decimal("ybr", points[3]);
                rotation(xml, rotation);
            }
            case ELLIPSE -> {
                xml.decimal("cx", points[0])
                        .decimal("cy", points[1])
                        .decimal("rx", points[2] - points[0])
                        .decimal("ry", points[1] - points[3]);
                rotation(xml, rotation);
            }
            case CUBOID -> {
                for (int i = 0; i < CUBOID.length && i < points.length; i++) {
                    xml.decimal(CUBOID[i], points[i]);
                }
            }
            case MASK -> mask(xml, points);
            case POLYGON, POLYLINE, POINTS -> pairs(xml, points);
            case SKELETON -> {}
        }
    }

    private static void rotation(XmlWriting xml, double rotation) {
        if (rotation != 0) {
            xml.decimal("rotation", rotation);
        }
    }

    private static void mask(XmlWriting xml, double[] points) {
        int runs = points.length - 4;
        StringBuilder text = xml.raw("rle");
        for (int i = 0; i < runs; i++) {
            text.append(i == 0 ? "" : ", ").append((long) points[i]);
        }
        xml.rawEnd();
        long left = (long) points[runs];
        long top = (long) points[runs + 1];
        xml.attribute("left", left)
                .attribute("top", top)
                .attribute("width", (long) points[runs + 2] - left + 1)
                .attribute("height", (long) points[runs + 3] - top + 1);
    }

    private static void pairs(XmlWriting xml, double[] points) {
        StringBuilder text = xml.raw("points");
        for (int i = 0; i + 1 < points.length; i += 2) {
            if (i > 0) {
                text.append(';');
            }
            Decimals.two(text, points[i]);
            text.append(',');
            Decimals.two(text, points[i + 1]);
        }
        xml.rawEnd();
    }

    /** In the order in which the label declares them. */
    static void attributes(XmlWriting xml, LabelBook labels, long labelId, List<AttributeValue> values)
            throws IOException {
        for (AttributeSpec spec : labels.get(labelId).attributes()) {
            for (AttributeValue value : values) {
                if (value.specId() == spec.id()) {
                    xml.namedValue(spec.name(), value.value());
                    break;
                }
            }
        }
    }
}
