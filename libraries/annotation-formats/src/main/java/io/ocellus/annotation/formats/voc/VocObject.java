package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.imports.NamedValue;
import io.ocellus.annotation.formats.imports.ParsedShape;
import io.ocellus.annotation.formats.imports.XmlReading;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.ShapeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An {@code <object>}: a box with a name. Parts and actions of persons are passed over, labels have no place for them. */
final class VocObject {
    private static final int MOST_ATTRIBUTES = 1000;
    private static final String[] CORNERS = {"xmin", "ymin", "xmax", "ymax"};

    private VocObject() {}

    /** Reads from the start tag to its end. */
    static ParsedShape read(XmlReading xml, String where) {
        String name = "";
        Map<String, String> corners = new HashMap<>();
        List<NamedValue> attributes = new ArrayList<>();
        int inside = xml.depth();
        while (xml.next() && xml.depth() >= inside) {
            if (!xml.isStart()) {
                continue;
            }
            String tag = xml.tag();
            switch (tag) {
                case "name" -> name = xml.text();
                case "difficult", "truncated", "occluded" ->
                    attributes.add(new NamedValue(tag, flag(xml.text()) ? "True" : "False"));
                case "pose" -> attributes.add(new NamedValue(tag, xml.text()));
                case "bndbox" -> box(xml, corners);
                case "attributes" -> attributes(xml, attributes, where);
                default -> xml.skip();
            }
        }
        if (name.isEmpty()) {
            throw new Failure.Invalid(where + " has no name");
        }
        double[] points = new double[4];
        for (int i = 0; i < 4; i++) {
            String corner = CORNERS[i];
            String text = corners.getOrDefault(corner, "");
            points[i] = Decimals.finite(text)
                    .orElseThrow(() ->
                            new Failure.Invalid(where + ": " + corner + " must be a number, it is '" + text + "'"));
        }
        return ParsedShape.of(ShapeType.RECTANGLE, name, points, 0, attributes);
    }

    private static boolean flag(String text) {
        return text.strip().equals("1") || text.strip().equalsIgnoreCase("true");
    }

    private static void box(XmlReading xml, Map<String, String> corners) {
        int inside = xml.depth();
        while (xml.next() && xml.depth() >= inside) {
            if (xml.isStart() && corners.size() < 16) {
                String tag = xml.tag();
                corners.put(tag, xml.text());
            }
        }
    }

    private static void attributes(XmlReading xml, List<NamedValue> attributes, String where) {
        int inside = xml.depth();
        String name = "";
        while (xml.next() && xml.depth() >= inside) {
            if (!xml.isStart()) {
                continue;
            }
            switch (xml.tag()) {
                case "attribute" -> name = "";
                case "name" -> name = xml.text();
                case "value" -> {
                    String value = xml.text();
                    // the peers read an absent text as this word
                    attributes.add(new NamedValue(name, value.isEmpty() ? "None" : value));
                }
                default -> xml.skip();
            }
            if (attributes.size() > MOST_ATTRIBUTES) {
                throw new Failure.Invalid(where + ": more than " + MOST_ATTRIBUTES + " attributes");
            }
        }
    }
}
