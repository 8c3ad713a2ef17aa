package io.ocellus.annotation.formats;

import io.ocellus.annotation.formats.coco.CocoReader;
import io.ocellus.annotation.formats.coco.CocoWriter;
import io.ocellus.annotation.formats.cvat.CvatImagesWriter;
import io.ocellus.annotation.formats.cvat.CvatReader;
import io.ocellus.annotation.formats.cvat.CvatVideoWriter;
import io.ocellus.annotation.formats.exports.DatasetWriter;
import io.ocellus.annotation.formats.imports.DatasetReader;
import io.ocellus.annotation.formats.voc.VocReader;
import io.ocellus.annotation.formats.voc.VocWriter;
import io.ocellus.annotation.formats.yolo.YoloReader;
import io.ocellus.annotation.formats.yolo.YoloWriter;
import io.ocellus.annotation.model.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dataset formats that are built, and those of CVAT that are not. Immutable; writers and readers are stateless. */
public final class FormatRegistry {
    private static final Map<String, DatasetWriter> WRITERS = Map.of(
            "COCO 1.0", new CocoWriter(),
            "CVAT for images 1.1", new CvatImagesWriter(),
            "CVAT for video 1.1", new CvatVideoWriter(),
            "PASCAL VOC 1.1", new VocWriter(),
            "YOLO 1.1", new YoloWriter());

    private static final Map<String, DatasetReader> READERS = Map.of(
            "COCO 1.0", new CocoReader(),
            "CVAT 1.1", new CvatReader(),
            "PASCAL VOC 1.1", new VocReader(),
            "YOLO 1.1", new YoloReader());

    private static final List<FormatDescription> EXPORTERS = List.of(
            FormatDescription.of("COCO 1.0", "ZIP"),
            FormatDescription.of("CVAT for images 1.1", "ZIP"),
            FormatDescription.of("CVAT for video 1.1", "ZIP"),
            FormatDescription.of("PASCAL VOC 1.1", "ZIP"),
            FormatDescription.of("YOLO 1.1", "ZIP"));

    private static final List<FormatDescription> IMPORTERS = List.of(
            FormatDescription.of("COCO 1.0", "JSON, ZIP"),
            FormatDescription.of("CVAT 1.1", "XML, ZIP"),
            FormatDescription.of("PASCAL VOC 1.1", "ZIP"),
            FormatDescription.of("YOLO 1.1", "ZIP"));

    /** Formats of CVAT 2.54 that are not built; asking for one answers 501, not "unknown". */
    private static final Set<String> ABSENT = Set.copyOf(Arrays.asList(
            "CamVid 1.0",
            "Cityscapes 1.0",
            "COCO Keypoints 1.0",
            "Datumaro 1.0",
            "Datumaro 3D 1.0",
            "ICDAR Localization 1.0",
            "ICDAR Recognition 1.0",
            "ICDAR Segmentation 1.0",
            "ImageNet 1.0",
            "KITTI 1.0",
            "Kitti Raw Format 1.0",
            "LabelMe 3.0",
            "LFW 1.0",
            "Market-1501 1.0",
            "MOT 1.1",
            "MOTS PNG 1.0",
            "Open Images V6 1.0",
            "Segmentation mask 1.1",
            "Sly Point Cloud Format 1.0",
            "Ultralytics YOLO Classification 1.0",
            "Ultralytics YOLO Detection 1.0",
            "Ultralytics YOLO Detection Track 1.0",
            "Ultralytics YOLO Oriented Bounding Boxes 1.0",
            "Ultralytics YOLO Pose 1.0",
            "Ultralytics YOLO Segmentation 1.0",
            "VGGFace2 1.0",
            "WiderFace 1.0"));

    private FormatRegistry() {}

    public static List<FormatDescription> exporters() {
        return EXPORTERS;
    }

    public static List<FormatDescription> importers() {
        return IMPORTERS;
    }

    /** @throws Failure unknown ({@code Invalid}) or not built ({@code Absent}) */
    public static DatasetWriter writer(String format) {
        DatasetWriter found = WRITERS.get(format);
        if (found == null) {
            throw refused(format);
        }
        return found;
    }

    /** @throws Failure unknown ({@code Invalid}) or not built ({@code Absent}) */
    public static DatasetReader reader(String format) {
        DatasetReader found = READERS.get(format);
        if (found == null) {
            throw refused(format);
        }
        return found;
    }

    private static Failure refused(String format) {
        return ABSENT.contains(format)
                ? new Failure.Absent("The format '" + format + "' is not built yet")
                : new Failure.Invalid("Unknown format specified for the request");
    }
}
