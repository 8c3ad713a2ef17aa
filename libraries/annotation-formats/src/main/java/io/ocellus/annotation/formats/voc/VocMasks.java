package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.FrameContent;
import io.ocellus.annotation.formats.exports.FrameObject;
import io.ocellus.annotation.formats.geometry.Bitmap;
import io.ocellus.annotation.formats.geometry.EllipseRaster;
import io.ocellus.annotation.formats.geometry.PalettePng;
import io.ocellus.annotation.formats.geometry.RunLengths;
import io.ocellus.annotation.model.ShapeType;
import java.io.IOException;
import java.io.OutputStream;

/** Masks and ellipses of a frame as two pictures: colours of labels, and a colour for each object; higher z-orders lie above. */
final class VocMasks {
    private final DatasetFrame frame;
    private final byte[] classes;
    private final byte[] instances;

    VocMasks(FrameContent content, VocLabels labels) {
        frame = content.frame();
        int pixels = Math.multiplyExact(frame.width(), frame.height());
        classes = new byte[pixels];
        instances = new byte[pixels];
        int number = 0;
        for (FrameObject object : content.objects()) {
            if (object.type() == ShapeType.MASK || object.type() == ShapeType.ELLIPSE) {
                number = number % 255 + 1;
                paint(mask(object), labels.number(object.labelId()), number);
            }
        }
    }

    private Bitmap mask(FrameObject object) {
        return object.type() == ShapeType.ELLIPSE
                ? EllipseRaster.of(object.points(), object.rotation(), frame.width(), frame.height())
                : RunLengths.ofCvat(object.points()).within(frame.width(), frame.height());
    }

    private void paint(Bitmap mask, int label, int instance) {
        for (int y = mask.top(); y < mask.top() + mask.height(); y++) {
            for (int x = mask.left(); x < mask.left() + mask.width(); x++) {
                if (mask.get(x, y)) {
                    classes[y * frame.width() + x] = (byte) label;
                    instances[y * frame.width() + x] = (byte) instance;
                }
            }
        }
    }

    void write(DatasetArchive archive) throws IOException {
        picture("SegmentationClass/", classes, archive);
        picture("SegmentationObject/", instances, archive);
    }

    private void picture(String folder, byte[] pixels, DatasetArchive archive) throws IOException {
        try (OutputStream out = archive.entry(folder + frame.stem() + ".png")) {
            PalettePng.write(pixels, frame.width(), frame.height(), out);
        }
    }
}
