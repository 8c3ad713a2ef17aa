package io.ocellus.annotation.formats.cvat;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.imports.NamedValue;
import io.ocellus.annotation.formats.imports.XmlReading;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.ShapeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A shape's element in CVAT's XML, with its attributes and, for a skeleton, the elements within. */
record CvatElement(
        ShapeType type,
        String label,
        double[] points,
        boolean occluded,
        boolean outside,
        boolean keyframe,
        int zOrder,
        double rotation,
        long group,
        List<NamedValue> attributes,
        List<CvatElement> elements) {
    private static final int MOST_CHILDREN = 10_000;
    private static final String[] CUBOID = {
        "xtl1", "ytl1", "xbl1", "ybl1", "xtr1", "ytr1", "xbr1", "ybr1", "xtl2", "ytl2", "xbl2", "ybl2", "xtr2", "ytr2",
        "xbr2", "ybr2"
    };

    static boolean isShape(String tag) {
        return type(tag).isPresent();
    }

    private static Optional<ShapeType> type(String tag) {
        return tag.equals("rectangle") ? Optional.empty() : ShapeType.ofWireName(tag.equals("box") ? "rectangle" : tag);
    }

    /** Reads from its start tag to its end. */
    static CvatElement read(XmlReading xml, String where) {
        ShapeType type = type(xml.tag()).orElseThrow();
        String label = xml.attribute("label", "");
        boolean occluded = flag(xml, "occluded", "0");
        boolean outside = flag(xml, "outside", "0");
        boolean keyframe = flag(xml, "keyframe", "1");
        int zOrder = (int) whole(xml, "z_order", 0, where);
        long group = whole(xml, "group_id", 0, where);
        double rotation = xml.attribute("rotation", "").isEmpty() ? 0 : number(xml, "rotation", where);
        double[] points = points(xml, type, where);
        List<NamedValue> attributes = new ArrayList<>();
        List<CvatElement> elements = new ArrayList<>();
        int inside = xml.depth();
        while (xml.next() && xml.depth() >= inside) {
            if (!xml.isStart()) {
                continue;
            }
            if (attributes.size() + elements.size() > MOST_CHILDREN) {
                throw new Failure.Invalid(where + ": a shape has more than " + MOST_CHILDREN + " parts");
            }
            if (xml.tag().equals("attribute")) {
                attributes.add(new NamedValue(xml.attribute("name"), xml.text()));
            } else if (type == ShapeType.SKELETON && isShape(xml.tag())) {
                elements.add(read(xml, where));
            } else {
                xml.skip();
            }
        }
        return new CvatElement(
                type, label, points, occluded, outside, keyframe, zOrder, rotation, group, attributes, elements);
    }

    /** The same with the label of its track. */
    CvatElement of(String trackLabel) {
        return new CvatElement(
                type, trackLabel, points, occluded, outside, keyframe, zOrder, rotation, group, attributes, elements);
    }

    /** The attributes within the present element, which is read to its end. */
    static List<NamedValue> attributes(XmlReading xml) {
        List<NamedValue> attributes = new ArrayList<>();
        int inside = xml.depth();
        while (xml.next() && xml.depth() >= inside) {
            if (xml.isStart() && xml.tag().equals("attribute") && attributes.size() < MOST_CHILDREN) {
                attributes.add(new NamedValue(xml.attribute("name"), xml.text()));
            } else if (xml.isStart()) {
                xml.skip();
            }
        }
        return attributes;
    }

    private static boolean flag(XmlReading xml, String name, String otherwise) {
        return xml.attribute(name, otherwise).equals("1");
    }

    static long whole(XmlReading xml, String name, long otherwise, String where) {
        String text = xml.attribute(name, Long.toString(otherwise)).strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Failure.Invalid(where + ": " + name + " must be a whole number, it is '" + text + "'", e);
        }
    }

    private static double number(XmlReading xml, String name, String where) {
        return number(xml.attribute(name), name, where);
    }

    private static double number(String text, String name, String where) {
        return Decimals.finite(text)
                .orElseThrow(() -> new Failure.Invalid(where + ": " + name + " must be a number, it is '"
                        + (text.length() > 40 ? text.substring(0, 40) : text) + "'"));
    }

    private static double[] points(XmlReading xml, ShapeType type, String where) {
        return switch (type) {
            case RECTANGLE -> numbers(xml, where, "xtl", "ytl", "xbr", "ybr");
            case ELLIPSE -> {
                double[] sizes = numbers(xml, where, "cx", "cy", "rx", "ry");
                yield new double[] {
                    sizes[0], sizes[1], Decimals.rounded(sizes[0] + sizes[2]), Decimals.rounded(sizes[1] - sizes[3])
                };
            }
            case CUBOID -> numbers(xml, where, CUBOID);
            case MASK -> mask(xml, where);
            case POLYGON, POLYLINE, POINTS -> pairs(xml.attribute("points"), where);
            case SKELETON -> new double[0];
        };
    }

    private static double[] numbers(XmlReading xml, String where, String... names) {
        double[] values = new double[names.length];
        for (int i = 0; i < names.length; i++) {
            values[i] = number(xml, names[i], where);
        }
        return values;
    }

    private static double[] pairs(String text, String where) {
        double[] values = new double[16];
        int size = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ';' : text.charAt(i);
            if (c == ';' || c == ',') {
                if ((c == ',' && size % 2 != 0) || (c == ';' && size % 2 != 1)) {
                    throw new Failure.Invalid(where + ": points must be pairs such as 1.0,2.0;3.0,4.0");
                }
                if (size == values.length) {
                    values = Arrays.copyOf(values, size * 2);
                }
                values[size++] = number(text.substring(start, i), "points", where);
                start = i + 1;
            }
        }
        return Arrays.copyOf(values, size);
    }

    private static double[] mask(XmlReading xml, String where) {
        double[] box = numbers(xml, where, "left", "top", "width", "height");
        String[] runs = xml.attribute("rle").split(",", -1);
        double[] points = new double[runs.length + 4];
        double total = 0;
        for (int i = 0; i < runs.length; i++) {
            points[i] = number(runs[i], "rle", where);
            if (points[i] < 0 || points[i] != Math.rint(points[i])) {
                throw new Failure.Invalid(where + ": rle must be whole numbers, it has '" + runs[i].strip() + "'");
            }
            total += points[i];
        }
        if (total != box[2] * box[3]) {
            throw new Failure.Invalid(where + ": the runs of the mask add up to " + (long) total + ", its box has "
                    + (long) (box[2] * box[3]) + " pixels");
        }
        points[runs.length] = box[0];
        points[runs.length + 1] = box[1];
        points[runs.length + 2] = box[0] + box[2] - 1;
        points[runs.length + 3] = box[1] + box[3] - 1;
        return points;
    }
}
