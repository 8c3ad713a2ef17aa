package io.ocellus.annotation.formats.coco;

import io.ocellus.annotation.formats.Decimals;
import io.ocellus.annotation.formats.geometry.RunLengths;
import io.ocellus.annotation.formats.imports.NamedValue;
import io.ocellus.annotation.formats.imports.ParsedShape;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.ShapeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One entry of {@code annotations}. {@code iscrowd}, {@code area} and {@code segmentation} may be missing: a box alone is the usual detection
 * data set.
 */
record CocoAnnotation(
        long id,
        long image,
        long category,
        double[] box,
        List<double[]> polygons,
        Optional<Runs> runs,
        boolean crowd,
        List<NamedValue> attributes) {
    private static final int MOST_ATTRIBUTES = 1000;

    /** Run lengths of a picture. */
    record Runs(int[] counts, int width, int height) {}

    static CocoAnnotation read(JsonParser json, int position) {
        long id = position;
        long image = -1;
        long category = -1;
        boolean crowd = false;
        double[] box = {};
        Segmentation segmentation = new Segmentation(List.of(), Optional.empty());
        List<NamedValue> attributes = new ArrayList<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            String where = "annotation " + id;
            switch (field) {
                case "id" -> id = id(json, where + ", id");
                case "image_id" -> image = id(json, where + ", image_id");
                case "category_id" -> category = id(json, where + ", category_id");
                case "iscrowd" ->
                    crowd = value == JsonToken.VALUE_TRUE || (value.isNumeric() && json.getDoubleValue() != 0);
                case "bbox" -> box = value == JsonToken.VALUE_NULL ? box : numbers(json, where + ", bbox");
                case "segmentation" -> segmentation = Segmentation.read(json, where);
                case "attributes" -> attributes(json, attributes, where);
                default -> json.skipChildren();
            }
        }
        return new CocoAnnotation(
                id, image, category, box, segmentation.polygons(), segmentation.runs(), crowd, attributes);
    }

    /** @param group gives the number of a new group, for polygons that belong together */
    List<ParsedShape> shapes(String label, LongSupplier group, String where) {
        List<NamedValue> all = new ArrayList<>(attributes);
        all.add(new NamedValue("is_crowd", crowd ? "True" : "False"));
        if (runs.isPresent()) {
            Runs mask = runs.get();
            double[] points = RunLengths.cvatPoints(RunLengths.ofCoco(mask.counts(), mask.width(), mask.height()));
            if (points.length == 0) {
                throw new Failure.Invalid(where + ": the mask is empty");
            }
            return List.of(ParsedShape.of(ShapeType.MASK, label, points, 0, all));
        }
        if (!polygons.isEmpty()) {
            long number = polygons.size() > 1 ? group.getAsLong() : 0;
            return polygons.stream()
                    .map(points -> ParsedShape.of(ShapeType.POLYGON, label, points, number, all))
                    .toList();
        }
        if (box.length != 4) {
            throw new Failure.Invalid(
                    where + ": a bbox of x, y, width and height is needed, it has " + box.length + " numbers");
        }
        double[] corners = {box[0], box[1], Decimals.rounded(box[0] + box[2]), Decimals.rounded(box[1] + box[3])};
        return List.of(ParsedShape.of(ShapeType.RECTANGLE, label, corners, 0, all));
    }

    static long id(JsonParser json, String where) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new Failure.Invalid(where + ": a whole number is needed, it is " + shortened(json));
        }
        return json.getLongValue();
    }

    private static String shortened(JsonParser json) {
        String text = String.valueOf(json.getString());
        return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
    }

    static double[] numbers(JsonParser json, String where) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new Failure.Invalid(where + ": a list of numbers is needed, it is " + shortened(json));
        }
        double[] values = new double[8];
        int size = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (!json.currentToken().isNumeric()) {
                throw new Failure.Invalid(where + ": a list of numbers is needed, it holds " + shortened(json));
            }
            if (size == CocoJson.LONGEST_LIST) {
                throw new Failure.Invalid(where + ": a list of more than " + size + " numbers is not taken");
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            double value = json.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw new Failure.Invalid(where + ": the number " + shortened(json) + " is too large");
            }
            values[size++] = value;
        }
        return Arrays.copyOf(values, size);
    }

    private static void attributes(JsonParser json, List<NamedValue> attributes, String where) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            throw new Failure.Invalid(where + ": attributes must be an object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value.isStructStart()) {
                json.skipChildren();
            } else if (attributes.size() == MOST_ATTRIBUTES) {
                throw new Failure.Invalid(where + ": more than " + MOST_ATTRIBUTES + " attributes");
            } else {
                attributes.add(new NamedValue(name, text(json, value)));
            }
        }
    }

    private static String text(JsonParser json, JsonToken value) {
        return switch (value) {
            case VALUE_TRUE -> "True";
            case VALUE_FALSE -> "False";
            case VALUE_NULL -> "None";
            case VALUE_NUMBER_FLOAT -> Decimals.shortest(json.getDoubleValue());
            default -> String.valueOf(json.getString());
        };
    }

    private record Segmentation(List<double[]> polygons, Optional<Runs> runs) {
        static Segmentation read(JsonParser json, String where) {
            return switch (json.currentToken()) {
                case VALUE_NULL -> new Segmentation(List.of(), Optional.empty());
                case START_OBJECT -> new Segmentation(List.of(), Optional.of(runs(json, where)));
                case START_ARRAY -> new Segmentation(polygons(json, where), Optional.empty());
                default ->
                    throw new Failure.Invalid(
                            where + ": segmentation must be a list of lists of numbers, or run lengths");
            };
        }

        private static List<double[]> polygons(JsonParser json, String where) {
            List<double[]> polygons = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() != JsonToken.START_ARRAY) {
                    throw new Failure.Invalid(
                            where
                                    + ": segmentation must be a list of lists of numbers, such as [[x1, y1, x2, y2, x3, y3]]; it is a flat list");
                }
                double[] points = numbers(json, where + ", segmentation");
                if (points.length % 2 != 0 || points.length < 6) {
                    throw new Failure.Invalid(where + ": a polygon has " + points.length
                            + " numbers; x and y of three corners or more are needed");
                }
                polygons.add(points);
            }
            return polygons;
        }

        private static Runs runs(JsonParser json, String where) {
            int[] counts = {};
            double[] size = {};
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("counts")) {
                    counts = value == JsonToken.VALUE_STRING
                            ? RunLengths.ofCompressed(String.valueOf(json.getString()))
                            : whole(numbers(json, where + ", counts"));
                } else if (field.equals("size")) {
                    size = numbers(json, where + ", size");
                } else {
                    json.skipChildren();
                }
            }
            if (size.length != 2 || size[0] < 1 || size[1] < 1 || size[0] * size[1] > 1 << 28) {
                throw new Failure.Invalid(
                        where + ": run lengths need a size of height and width, it is " + Arrays.toString(size));
            }
            return new Runs(counts, (int) size[1], (int) size[0]);
        }

        private static int[] whole(double[] values) {
            int[] whole = new int[values.length];
            for (int i = 0; i < whole.length; i++) {
                whole[i] = (int) values[i];
            }
            return whole;
        }
    }
}
