package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.MaskLimits;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.util.List;

/** What an annotation must be like to be saved, whatever the database holds. Stateless but for the labels; every refusal names the place. */
final class AnnotationRules {
    private static final double MASK_REACH = 1e9;
    private static final int LONGEST_VALUE = 4096;
    private static final int LONGEST_SOURCE = 64;
    private final LabelSet labels;
    private final SaveAction action;

    AnnotationRules(LabelSet labels, SaveAction action) {
        this.labels = labels;
        this.action = action;
    }

    void check(String place, Tag tag) {
        common(place, tag.id(), tag.frame(), tag.source(), tag.group());
        if (action != SaveAction.DELETE) {
            attributes(place, label(place, tag.labelId()), tag.attributes(), LabelSet.Kind.ALL);
        }
    }

    void check(String place, Shape shape) {
        labelled(place, shape);
        if (shape.type() == ShapeType.SKELETON) {
            if (shape.elements().isEmpty()) {
                throw refuse(place, "elements: at least one required for skeleton shape");
            }
        } else if (!shape.elements().isEmpty()) {
            throw refuse(place, "elements: not allowed for non-skeleton shape");
        }
        for (int i = 0; i < shape.elements().size(); i++) {
            element(place + ".elements[" + i + "]", shape, shape.elements().get(i));
        }
    }

    private void element(String place, Shape skeleton, Shape element) {
        if (action == SaveAction.DELETE) {
            return;
        }
        labelled(place, element);
        if (element.frame() != skeleton.frame()) {
            throw refuse(place, "frame: " + element.frame() + " is not the skeleton's " + skeleton.frame());
        }
        if (!element.elements().isEmpty() || element.type() == ShapeType.SKELETON) {
            throw refuse(place, "an element of a skeleton has no elements itself");
        }
        if (label(place, element.labelId()).parentId() != skeleton.labelId()) {
            throw refuse(place, "label_id `" + element.labelId() + "` is no sublabel of " + skeleton.labelId());
        }
    }

    private void labelled(String place, Shape shape) {
        common(place, shape.id(), shape.frame(), shape.source(), shape.group());
        if (action != SaveAction.DELETE) {
            attributes(place, label(place, shape.labelId()), shape.attributes(), LabelSet.Kind.ALL);
        }
        geometry(place, shape.type(), shape.points(), shape.rotation());
    }

    void check(String place, Track track) {
        track(place, track);
        for (int i = 0; i < track.elements().size(); i++) {
            String at = place + ".elements[" + i + "]";
            Track element = track.elements().get(i);
            if (action != SaveAction.DELETE) {
                track(at, element);
                if (!element.elements().isEmpty()) {
                    throw refuse(at, "an element of a skeleton has no elements itself");
                }
                if (label(at, element.labelId()).parentId() != track.labelId()) {
                    throw refuse(at, "label_id `" + element.labelId() + "` is no sublabel of " + track.labelId());
                }
            }
        }
    }

    private void track(String place, Track track) {
        common(place, track.id(), track.frame(), track.source(), track.group());
        if (action == SaveAction.DELETE) {
            return;
        }
        LabelSet.Entry label = label(place, track.labelId());
        attributes(place, label, track.attributes(), LabelSet.Kind.IMMUTABLE);
        for (int i = 0; i < track.shapes().size(); i++) {
            TrackedShape shape = track.shapes().get(i);
            String at = place + ".shapes[" + i + "]";
            if (shape.frame() < 0) {
                throw refuse(at, "frame: " + shape.frame() + " is negative");
            }
            if (i > 0 && track.shapes().get(i - 1).frame() >= shape.frame()) {
                throw refuse(at, "frame: " + shape.frame() + " stands twice");
            }
            if (i > 0 && track.shapes().getFirst().type() != shape.type()) {
                throw refuse(at, "type: all shapes of a track have one type");
            }
            geometry(at, shape.type(), shape.points(), shape.rotation());
            attributes(at, label, shape.attributes(), LabelSet.Kind.MUTABLE);
        }
    }

    private void common(String place, long id, int frame, String source, long group) {
        switch (action) {
            case CREATE, REPLACE -> {
                if (id != 0) {
                    throw refuse(place, "id: must be absent");
                }
            }
            case DELETE -> {
                if (id == 0) {
                    throw refuse(place, "id: must be present and not null");
                }
            }
            case UPDATE -> {
                if (id < 0) {
                    throw refuse(place, "id: " + id + " is negative");
                }
            }
        }
        if (frame < 0) {
            throw refuse(place, "frame: " + frame + " is negative");
        }
        if (group < 0) {
            throw refuse(place, "group: " + group + " is negative");
        }
        if (source.isEmpty() || source.length() > LONGEST_SOURCE || source.indexOf(0) >= 0) {
            throw refuse(place, "source: has 1 to " + LONGEST_SOURCE + " characters");
        }
    }

    private LabelSet.Entry label(String place, long labelId) {
        LabelSet.Entry entry = labels.find(labelId);
        if (entry == null) {
            throw refuse(place, "label_id `" + labelId + "` is invalid");
        }
        return entry;
    }

    private static void attributes(
            String place, LabelSet.Entry label, List<AttributeValue> values, LabelSet.Kind kind) {
        for (AttributeValue value : values) {
            LabelSet.Spec spec = label.specs().get(value.specId());
            if (spec == null || !kind.takes(spec)) {
                throw refuse(place, "spec_id `" + value.specId() + "` is invalid");
            }
            if (value.value().length() > LONGEST_VALUE) {
                throw refuse(place, "attribute " + value.specId() + ": longer than " + LONGEST_VALUE + " characters");
            }
            if (!storable(value.value())) {
                throw refuse(place, "attribute " + value.specId() + ": holds a character that is no text");
            }
        }
    }

    /** PostgreSQL stores neither NUL nor half a surrogate pair. */
    private static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void geometry(String place, ShapeType type, double[] points, double rotation) {
        int n = points.length;
        boolean fits = switch (type) {
            case RECTANGLE, ELLIPSE -> n == 4;
            case POLYGON -> n >= 6 && n % 2 == 0;
            case POLYLINE -> n >= 4 && n % 2 == 0;
            case POINTS -> n >= 2 && n % 2 == 0;
            case CUBOID -> n == 16;
            case MASK -> n >= 5;
            case SKELETON -> n == 0;
        };
        if (!fits) {
            throw refuse(place, "points: invalid length for shape type '" + type.wireName() + "'");
        }
        for (double point : points) {
            if (!Double.isFinite(point)) {
                throw refuse(place, "points: " + point + " is no coordinate");
            }
        }
        if (type == ShapeType.MASK) {
            box(place, points[n - 4], points[n - 3], points[n - 2], points[n - 1]);
            runs(place, points);
        }
        if (!(rotation >= 0 && rotation <= 360)) {
            throw refuse(place, "rotation: " + rotation + " is not within 0 and 360");
        }
    }

    /** The box of a mask, both corners within it; what no export could draw is refused here. */
    private static void box(String place, double left, double top, double right, double bottom) {
        boolean drawable = left <= right
                && top <= bottom
                && Math.max(Math.abs(left), Math.abs(right)) <= MASK_REACH
                && Math.max(Math.abs(top), Math.abs(bottom)) <= MASK_REACH
                && (right - left + 1) * (bottom - top + 1) <= MaskLimits.MOST_PIXELS;
        if (!drawable) {
            throw refuse(
                    place,
                    "points: a mask from (" + left + ", " + top + ") to (" + right + ", " + bottom
                            + ") is not a box of at most " + MaskLimits.MOST_PIXELS + " pixels");
        }
    }

    /** Runs of pixels, off and on by turns, that fill the box of a mask exactly. */
    private static void runs(String place, double[] points) {
        int runs = points.length - 4;
        double filled = 0;
        for (int i = 0; i < runs; i++) {
            if (points[i] < 0 || points[i] != Math.rint(points[i])) {
                throw refuse(place, "points: " + points[i] + " is no run length");
            }
            filled += points[i];
        }
        double width = Math.floor(points[runs + 2]) - Math.floor(points[runs]) + 1;
        double height = Math.floor(points[runs + 3]) - Math.floor(points[runs + 1]) + 1;
        if (filled != width * height) {
            throw refuse(
                    place,
                    "points: the run lengths of the mask add up to " + (long) filled + ", its box has "
                            + (long) (width * height) + " pixels");
        }
    }

    static Failure.Invalid refuse(String place, String message) {
        return new Failure.Invalid(place + ": " + message);
    }
}
