package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.geometry.Bitmap;
import io.ocellus.annotation.formats.geometry.MaskOutline;
import io.ocellus.annotation.formats.geometry.Palette;
import io.ocellus.annotation.formats.geometry.RunLengths;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.formats.imports.ParsedShape;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.ShapeType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads an item's masks from {@code SegmentationClass} and {@code SegmentationObject}. Memory: the two pictures. */
final class VocMaskPictures {
    private static final int MOST_BYTES = 64 << 20;

    private final ZipArchive archive;
    private final VocLayout layout;
    private final ImportOptions options;

    VocMaskPictures(ZipArchive archive, VocLayout layout, ImportOptions options) {
        this.archive = archive;
        this.layout = layout;
        this.options = options;
    }

    private record Instance(int color, int label) {}

    void read(String item, DatasetFrame frame, VocGroups shapes) throws IOException {
        Optional<ArchiveEntry> classes = archive.find(layout.top() + "SegmentationClass/" + item + ".png");
        if (classes.isEmpty()) {
            return;
        }
        Optional<ArchiveEntry> objects = archive.find(layout.top() + "SegmentationObject/" + item + ".png");
        BufferedImage labels = picture(classes.get(), frame);
        BufferedImage numbers = objects.isPresent() ? picture(objects.get(), frame) : labels;
        Map<Instance, Bitmap> masks = new LinkedHashMap<>();
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                int label = labels.getRGB(x, y) & 0xFFFFFF;
                if (label != 0) {
                    Instance instance = new Instance(numbers.getRGB(x, y) & 0xFFFFFF, label);
                    Bitmap mask = masks.get(instance);
                    if (mask == null) {
                        mask = Bitmap.empty(0, 0, frame.width(), frame.height());
                        masks.put(instance, mask);
                        bounded(masks.size(), classes.get());
                    }
                    mask.set(x, y);
                }
            }
        }
        for (Map.Entry<Instance, Bitmap> mask : masks.entrySet()) {
            give(mask.getKey(), mask.getValue(), classes.get(), shapes);
        }
    }

    private static void bounded(int masks, ArchiveEntry entry) {
        if (masks > 1000) {
            throw new Failure.Invalid("'" + entry.name() + "' has more than 1000 objects");
        }
    }

    private void give(Instance instance, Bitmap mask, ArchiveEntry entry, VocGroups shapes) {
        String where = "'" + entry.name() + "'";
        int rgb = instance.label();
        String label = layout.labels()
                .ofColor(rgb)
                .orElseThrow(() -> new Failure.Invalid(where + ": the colour " + (rgb >> 16) + "," + (rgb >> 8 & 255)
                        + "," + (rgb & 255) + " is no label's in labelmap.txt"));
        if (label.equals(VocLabels.BACKGROUND)) {
            return;
        }
        int number = Palette.number(instance.color());
        if (!options.masksToPolygons()) {
            shapes.add(number, ParsedShape.of(ShapeType.MASK, label, RunLengths.cvatPoints(mask), 0, List.of()), where);
            return;
        }
        for (double[] polygon : MaskOutline.polygons(mask)) {
            shapes.add(number, ParsedShape.of(ShapeType.POLYGON, label, polygon, 0, List.of()), where);
        }
    }

    private BufferedImage picture(ArchiveEntry entry, DatasetFrame frame) throws IOException {
        try (InputStream in = new ByteArrayInputStream(archive.bytes(entry, MOST_BYTES));
                ImageInputStream image = ImageIO.createImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
            ImageReader reader = readers.next();
            try {
                reader.setInput(image, true, true);
                if (reader.getWidth(0) != frame.width() || reader.getHeight(0) != frame.height()) {
                    throw new Failure.Invalid("'" + entry.name() + "' is " + reader.getWidth(0) + "x"
                            + reader.getHeight(0) + ", its image " + frame.width() + "x" + frame.height());
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new Failure.Invalid("'" + entry.name() + "' is no PNG picture", e);
        }
    }
}
