package io.ocellus.annotation.formats.coco;

import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.AnnotationBinder;
import io.ocellus.annotation.formats.imports.ParsedShape;
import io.ocellus.annotation.formats.imports.Unmatched;
import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * One COCO JSON. Where annotations stand before images or categories, a first reading passes over them and a second one takes them. Not
 * thread-safe.
 */
final class CocoDocument {
    private final String name;
    private final Optional<AnnotationBinder> binder;
    private final Map<Long, String> categories = new LinkedHashMap<>();
    private final Map<Long, String> imageNames = new LinkedHashMap<>();
    private final Map<Long, DatasetFrame> frames = new HashMap<>();
    private final Map<Integer, Integer> groups = new HashMap<>();
    private boolean seenImages;
    private boolean seenCategories;
    private boolean passedOver;
    private boolean second;

    CocoDocument(String name, Optional<AnnotationBinder> binder) {
        this.name = name;
        this.binder = binder;
    }

    boolean annotationsCameFirst() {
        return passedOver;
    }

    void secondReading() {
        second = true;
    }

    List<String> imageNames() {
        return List.copyOf(imageNames.values());
    }

    List<String> categoryNames() {
        return List.copyOf(categories.values());
    }

    void read(InputStream in) throws IOException {
        try (JsonParser json = CocoJson.FACTORY.createParser(ObjectReadContext.empty(), in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Failure.Invalid("'" + name + "' is not COCO: it is no JSON object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                section(json, json.currentName());
            }
            if (!second && binder.isPresent() && !(seenImages && seenCategories)) {
                throw new Failure.Invalid(
                        "'" + name + "' is not COCO: it has no list of " + (seenImages ? "'categories'" : "'images'"));
            }
        } catch (JacksonException e) {
            throw new Failure.Invalid("'" + name + "' is not valid JSON: " + reason(e), e);
        }
    }

    private static String reason(JacksonException e) {
        String place = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return e.getOriginalMessage() + place;
    }

    private void section(JsonParser json, String section) throws IOException {
        json.nextToken();
        switch (section) {
            case "categories" -> {
                if (!second) {
                    list(json, section, this::category);
                    seenCategories = true;
                    return;
                }
            }
            case "images" -> {
                if (!second) {
                    list(json, section, this::image);
                    seenImages = true;
                    match();
                    return;
                }
            }
            case "annotations" -> {
                if (binder.isPresent() && (second || (seenImages && seenCategories))) {
                    list(json, section, this::annotation);
                    return;
                }
                passedOver = binder.isPresent();
            }
            default -> {}
        }
        json.skipChildren();
    }

    private interface Element {
        void read(JsonParser json, int position) throws IOException;
    }

    private void list(JsonParser json, String section, Element element) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new Failure.Invalid("'" + name + "' is not COCO: '" + section + "' is no list");
        }
        for (int position = 0; json.nextToken() != JsonToken.END_ARRAY; position++) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new Failure.Invalid(
                        "'" + name + "' is not COCO: entry " + position + " of '" + section + "' is no object");
            }
            element.read(json, position);
        }
    }

    private void category(JsonParser json, int position) {
        String where = "category " + position;
        long id = -1;
        String label = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "id" -> id = CocoAnnotation.id(json, where + ", id");
                case "name" -> label = value == JsonToken.VALUE_STRING ? json.getString() : "";
                default -> json.skipChildren();
            }
        }
        if (id <= 0) {
            throw new Failure.Invalid("'" + name + "', " + where + ": the id must be a number above 0");
        }
        categories.put(id, label);
    }

    private void image(JsonParser json, int position) {
        String where = "image " + position;
        long id = -1;
        String file = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "id" -> id = CocoAnnotation.id(json, where + ", id");
                case "file_name" -> file = value == JsonToken.VALUE_STRING ? json.getString() : "";
                default -> json.skipChildren();
            }
        }
        if (file.isEmpty()) {
            throw new Failure.Invalid("'" + name + "', " + where + " has no file_name");
        }
        imageNames.put(id, file.replace('\\', '/'));
    }

    private void match() {
        if (binder.isEmpty()) {
            return;
        }
        Unmatched unmatched = new Unmatched();
        imageNames.forEach((id, file) -> binder.get()
                .frames()
                .find(file)
                .ifPresentOrElse(frame -> frames.put(id, frame), () -> unmatched.add(DatasetFrame.stem(file))));
        unmatched.refuseIfAny();
        imageNames.clear();
    }

    private void annotation(JsonParser json, int position) throws IOException {
        CocoAnnotation annotation = CocoAnnotation.read(json, position);
        String where = "annotation " + annotation.id();
        DatasetFrame frame = frames.get(annotation.image());
        if (frame == null) {
            throw new Failure.Invalid(where + ": there is no image " + annotation.image());
        }
        String label = categories.get(annotation.category());
        if (label == null) {
            throw new Failure.Invalid(where + ": there is no category " + annotation.category());
        }
        String place = "Image " + frame.stem() + ", " + where;
        List<ParsedShape> shapes = annotation.shapes(label, () -> groups.merge(frame.index(), 1, Integer::sum), where);
        for (ParsedShape shape : shapes) {
            binder.orElseThrow().shape(frame, shape, place);
        }
    }
}
