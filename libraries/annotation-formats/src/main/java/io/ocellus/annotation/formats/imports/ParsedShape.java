package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.model.ShapeType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A shape as the file has it, label and attributes by name.
 *
 * @param trackId the track it is a position of, if the file says so
 * @param keyframe what the file says of that position
 */
public record ParsedShape(
        ShapeType type,
        String label,
        double[] points,
        boolean occluded,
        boolean outside,
        int zOrder,
        double rotation,
        long group,
        List<NamedValue> attributes,
        List<ParsedShape> elements,
        OptionalLong trackId,
        boolean keyframe) {
    private static final String TRUE = "true";

    /**
     * A shape whose file keeps rotation, occlusion and track among the attributes, as COCO's and VOC's of CVAT do: they are taken out of
     * there.
     */
    public static ParsedShape of(
            ShapeType type, String label, double[] points, long group, List<NamedValue> attributes) {
        boolean occluded = false;
        boolean outside = false;
        boolean keyframe = false;
        boolean saysKeyframe = false;
        double rotation = 0;
        OptionalLong track = OptionalLong.empty();
        List<NamedValue> rest = new ArrayList<>();
        for (NamedValue value : attributes) {
            switch (value.name()) {
                case "occluded" -> occluded = value.value().equalsIgnoreCase(TRUE);
                case "outside" -> outside = value.value().equalsIgnoreCase(TRUE);
                case "rotation" -> rotation = Decimals.finite(value.value()).orElse(0);
                case "track_id" -> track = wholeNumber(value.value());
                case "keyframe" -> {
                    saysKeyframe = true;
                    keyframe = value.value().equalsIgnoreCase(TRUE);
                }
                default -> rest.add(value);
            }
        }
        return new ParsedShape(
                type,
                label,
                points,
                occluded,
                outside,
                0,
                rotation,
                group,
                rest,
                List.of(),
                saysKeyframe ? track : OptionalLong.empty(),
                keyframe);
    }

    private static OptionalLong wholeNumber(String text) {
        double value = Decimals.finite(text).orElse(Double.NaN);
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? OptionalLong.of((long) value)
                : OptionalLong.empty();
    }

    /** The same shape in a group; 0: in none. */
    public ParsedShape inGroup(long newGroup) {
        return new ParsedShape(
                type,
                label,
                points,
                occluded,
                outside,
                zOrder,
                rotation,
                newGroup,
                attributes,
                elements,
                trackId,
                keyframe);
    }
}
