package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.AnnotationBinder;
import io.ocellus.annotation.formats.imports.ParsedShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Shapes of one picture with the numbers of their objects. Shapes of one number (a box and the mask of its object) become a group; a number
 * that occurs once is none. Not thread-safe.
 */
final class VocGroups {
    private record Numbered(int number, ParsedShape shape, String where) {}

    private final List<Numbered> shapes = new ArrayList<>();

    void add(int number, ParsedShape shape, String where) {
        shapes.add(new Numbered(number, shape, where));
    }

    void giveTo(AnnotationBinder binder, DatasetFrame frame) throws IOException {
        Map<Integer, Integer> sizes = new HashMap<>();
        shapes.forEach(shape -> sizes.merge(shape.number(), 1, Integer::sum));
        TreeSet<Integer> shared = new TreeSet<>();
        sizes.forEach((number, size) -> {
            if (size > 1) {
                shared.add(number);
            }
        });
        for (Numbered one : shapes) {
            boolean grouped = shared.contains(one.number());
            long group = grouped ? shared.headSet(one.number(), true).size() : 0;
            binder.shape(frame, one.shape().inGroup(group), one.where());
        }
    }
}
