package io.ocellus.annotation.formats.cvat;

import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.AnnotationBinder;
import io.ocellus.annotation.formats.imports.DatasetBinder;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.formats.imports.ParsedShape;
import io.ocellus.annotation.formats.imports.ParsedTrack;
import io.ocellus.annotation.formats.imports.Unmatched;
import io.ocellus.annotation.formats.imports.XmlReading;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.ShapeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Images and tracks of CVAT's XML. Not thread-safe. */
final class CvatDocument {
    static final String DEFAULT_SUBSET = "default";

    private final DatasetBinder binders;

    CvatDocument(ImportTarget target) {
        this.binders = new DatasetBinder(target);
    }

    void read(String name, XmlReading xml) throws IOException {
        boolean root = false;
        while (xml.next()) {
            if (!xml.isStart()) {
                continue;
            }
            if (!root) {
                root = xml.tag().equals("annotations");
                if (!root) {
                    throw new Failure.Invalid("'" + name + "' is not CVAT's XML: it begins with <" + xml.tag() + ">");
                }
                continue;
            }
            switch (xml.tag()) {
                case "image" -> image(xml);
                case "track" -> track(xml);
                default -> xml.skip();
            }
        }
    }

    void finish() throws IOException {
        binders.finish();
    }

    private AnnotationBinder binder(XmlReading xml) {
        return binders.subset(xml.attribute("subset", DEFAULT_SUBSET));
    }

    private void image(XmlReading xml) throws IOException {
        AnnotationBinder binder = binder(xml);
        String name = xml.attribute("name");
        DatasetFrame frame = binder.frames()
                .find(name)
                .or(() -> byNumber(binder, xml))
                .orElseThrow(() -> Unmatched.failure(DatasetFrame.stem(name)));
        int inside = xml.depth();
        while (xml.next() && xml.depth() >= inside) {
            if (!xml.isStart()) {
                continue;
            }
            String where = "Image " + frame.stem() + ", " + xml.place();
            if (xml.tag().equals("tag")) {
                String label = xml.attribute("label");
                long group = CvatElement.whole(xml, "group_id", 0, where);
                binder.tag(frame, label, group, CvatElement.attributes(xml), where);
            } else if (CvatElement.isShape(xml.tag())) {
                binder.shape(frame, shape(xml, where), where);
            } else {
                xml.skip();
            }
        }
    }

    /** Only where frames have no names of their own. */
    private static Optional<DatasetFrame> byNumber(AnnotationBinder binder, XmlReading xml) {
        return binder.frames().video()
                ? binder.frames().ofNumber(CvatElement.whole(xml, "id", -1, "image"))
                : Optional.empty();
    }

    private static ParsedShape shape(XmlReading xml, String where) {
        return parsed(CvatElement.read(xml, where));
    }

    private static ParsedShape parsed(CvatElement element) {
        return new ParsedShape(
                element.type(),
                element.label(),
                element.points(),
                element.occluded(),
                element.outside(),
                element.zOrder(),
                element.rotation(),
                element.group(),
                element.attributes(),
                element.elements().stream().map(CvatDocument::parsed).toList(),
                OptionalLong.empty(),
                true);
    }

    private void track(XmlReading xml) throws IOException {
        AnnotationBinder binder = binder(xml);
        String where = "Track " + xml.attribute("id", "?");
        String label = xml.attribute("label");
        long group = CvatElement.whole(xml, "group_id", 0, where);
        ParsedTrack track = new ParsedTrack(label, group, where);
        List<CvatElement> masks = new ArrayList<>();
        DatasetFrame maskFrame = null;
        int inside = xml.depth();
        while (xml.next() && xml.depth() >= inside) {
            if (!xml.isStart()) {
                continue;
            }
            if (!CvatElement.isShape(xml.tag())) {
                xml.skip();
                continue;
            }
            long number = CvatElement.whole(xml, "frame", -1, where);
            DatasetFrame frame = binder.frames()
                    .ofNumber(number)
                    .orElseThrow(() -> new Failure.Invalid(where + ": Unknown frame " + number));
            CvatElement element = CvatElement.read(xml, where + ", frame " + number);
            if (element.type() == ShapeType.MASK) {
                masks.add(element);
                maskFrame = maskFrame == null ? frame : maskFrame;
            } else {
                position(track, frame, element);
            }
        }
        if (maskFrame != null) {
            // tracks of masks do not exist: the first one comes in as a shape
            binder.shapeOfTrack(maskFrame, parsed(masks.getFirst().of(label)), where);
        } else if (!track.isEmpty()) {
            track.bind(binder);
        }
    }

    private static void position(ParsedTrack track, DatasetFrame frame, CvatElement element) {
        if (element.keyframe()) {
            track.add(frame.index(), parsed(element));
        }
        for (CvatElement part : element.elements()) {
            if (part.keyframe()) {
                track.addElement(frame.index(), parsed(part));
            }
        }
    }
}
