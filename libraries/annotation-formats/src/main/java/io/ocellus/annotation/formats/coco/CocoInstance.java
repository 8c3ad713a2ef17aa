package io.ocellus.annotation.formats.coco;

import io.ocellus.annotation.formats.exports.AttributeTexts;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.FrameContent;
import io.ocellus.annotation.formats.exports.FrameObject;
import io.ocellus.annotation.formats.geometry.Bitmap;
import io.ocellus.annotation.formats.geometry.EllipseRaster;
import io.ocellus.annotation.formats.geometry.MaskOutline;
import io.ocellus.annotation.formats.geometry.PolygonArea;
import io.ocellus.annotation.formats.geometry.RunLengths;
import io.ocellus.annotation.model.ShapeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What COCO calls an instance: a shape, or the shapes of one group with the box of all and the label of the largest. */
final class CocoInstance {
    private final FrameObject leader;
    private final List<double[]> polygons;
    private final List<Bitmap> masks;
    private final double[] box;
    private final int width;
    private final int height;

    private CocoInstance(
            FrameObject leader, List<double[]> polygons, List<Bitmap> masks, double[] box, DatasetFrame frame) {
        this.leader = leader;
        this.polygons = polygons;
        this.masks = masks;
        this.box = box;
        this.width = frame.width();
        this.height = frame.height();
    }

    static Collection<CocoInstance> of(FrameContent content) {
        List<CocoInstance> instances = new ArrayList<>();
        Map<Long, List<FrameObject>> groups = new LinkedHashMap<>();
        for (FrameObject object : content.objects()) {
            if (!hasPlace(object.type())) {
                continue;
            }
            if (object.group() == 0) {
                instances.add(of(List.of(object), content.frame()));
            } else {
                groups.computeIfAbsent(object.group(), group -> new ArrayList<>())
                        .add(object);
            }
        }
        groups.values().forEach(group -> instances.add(of(group, content.frame())));
        return instances;
    }

    private static boolean hasPlace(ShapeType type) {
        return switch (type) {
            case RECTANGLE, POLYGON, ELLIPSE, MASK -> true;
            case POLYLINE, POINTS, CUBOID, SKELETON -> false;
        };
    }

    private static CocoInstance of(List<FrameObject> group, DatasetFrame frame) {
        FrameObject leader = group.getFirst();
        double largest = -1;
        List<double[]> polygons = new ArrayList<>();
        Map<FrameObject, Bitmap> masks = new LinkedHashMap<>();
        double[] bounds = {
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (FrameObject object : group) {
            double area;
            if (object.type() == ShapeType.RECTANGLE || object.type() == ShapeType.POLYGON) {
                double[] points = object.points();
                widen(bounds, points);
                boolean polygon = object.type() == ShapeType.POLYGON;
                area = polygon ? PolygonArea.byCorners(points) : (points[2] - points[0]) * (points[3] - points[1]);
                if (polygon) {
                    polygons.add(points);
                }
            } else {
                Bitmap mask = mask(object, frame).tight();
                masks.put(object, mask);
                area = mask.area();
                widen(
                        bounds,
                        new double[] {mask.left(), mask.top(), mask.left() + mask.width(), mask.top() + mask.height()});
            }
            if (area > largest) {
                largest = area;
                leader = object;
            }
        }
        long label = leader.labelId();
        List<Bitmap> kept = new ArrayList<>(masks.values());
        if (masks.keySet().stream().noneMatch(object -> object.labelId() == label)) {
            kept.forEach(mask -> polygons.addAll(MaskOutline.polygons(mask)));
            kept = List.of();
        }
        double[] box = {bounds[0], bounds[1], bounds[2] - bounds[0], bounds[3] - bounds[1]};
        return new CocoInstance(leader, polygons, kept, box, frame);
    }

    private static void widen(double[] bounds, double[] points) {
        for (int i = 0; i + 1 < points.length; i += 2) {
            bounds[0] = Math.min(bounds[0], points[i]);
            bounds[1] = Math.min(bounds[1], points[i + 1]);
            bounds[2] = Math.max(bounds[2], points[i]);
            bounds[3] = Math.max(bounds[3], points[i + 1]);
        }
    }

    private static Bitmap mask(FrameObject object, DatasetFrame frame) {
        return object.type() == ShapeType.ELLIPSE
                ? EllipseRaster.of(object.points(), object.rotation(), frame.width(), frame.height())
                : RunLengths.ofCvat(object.points()).within(frame.width(), frame.height());
    }

    FrameObject leader() {
        return leader;
    }

    boolean crowd() {
        return !masks.isEmpty();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** x, y, width, height. */
    double[] box() {
        return box;
    }

    List<double[]> polygons() {
        return polygons;
    }

    int[] counts() {
        return RunLengths.cocoCounts(merged(), width, height);
    }

    private Bitmap merged() {
        if (masks.size() == 1 && polygons.isEmpty()) {
            return masks.getFirst();
        }
        return PixelUnion.of(masks, polygons, width, height);
    }

    /** Pixels of the segmentation, or the size of the box. */
    double area() {
        if (crowd()) {
            return merged().area();
        }
        return switch (polygons.size()) {
            case 0 -> box[2] * box[3];
            case 1 -> new PolygonArea().of(polygons.getFirst(), width, height);
            default -> PixelUnion.of(List.of(), polygons, width, height).area();
        };
    }

    /** Those of the leader and what COCO has no field for. */
    Map<String, Object> attributes(AttributeTexts texts) {
        Map<String, Object> all = texts.of(leader.labelId(), leader.attributes());
        all.put("occluded", leader.occluded());
        if (leader.type() == ShapeType.RECTANGLE || leader.type() == ShapeType.ELLIPSE) {
            all.put("rotation", leader.rotation());
        }
        if (leader.tracked()) {
            all.put("track_id", leader.trackId());
            all.put("keyframe", leader.keyframe());
        }
        return all;
    }
}
