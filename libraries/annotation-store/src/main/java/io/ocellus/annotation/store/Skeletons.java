package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts rows of shapes together: elements into their skeletons. Stateless. */
final class Skeletons {
    private Skeletons() {}

    /** The top-level shapes among the rows of one job and frame, in the order of the rows. */
    static List<Shape> assemble(List<Rows.ShapeRow> rows, LabelSet labels) {
        List<Shape> roots = new ArrayList<>(rows.size());
        Map<Long, List<Shape>> elements = new HashMap<>();
        for (Rows.ShapeRow row : rows) {
            if (row.parentId() != 0) {
                elements.computeIfAbsent(row.parentId(), id -> new ArrayList<>())
                        .add(complete(row.shape(), List.of(), labels));
            }
        }
        for (Rows.ShapeRow row : rows) {
            if (row.parentId() == 0) {
                List<Shape> own = elements.isEmpty() ? List.of() : elements.getOrDefault(row.id(), List.of());
                roots.add(complete(row.shape(), own, labels));
            }
        }
        return roots;
    }

    /** The same for rows of several jobs: by job, in the order of the rows. */
    static Map<Long, List<Shape>> byJob(List<Rows.ShapeRow> rows, LabelSet labels) {
        Map<Long, List<Rows.ShapeRow>> split = new LinkedHashMap<>();
        rows.forEach(row ->
                split.computeIfAbsent(row.jobId(), id -> new ArrayList<>()).add(row));
        Map<Long, List<Shape>> assembled = new LinkedHashMap<>();
        split.forEach((job, own) -> assembled.put(job, assemble(own, labels)));
        return assembled;
    }

    private static Shape complete(Shape s, List<Shape> elements, LabelSet labels) {
        List<AttributeValue> attributes = labels.complete(s.labelId(), s.attributes(), LabelSet.Kind.ALL);
        return new Shape(
                s.id(),
                s.frame(),
                s.labelId(),
                s.type(),
                s.source(),
                s.occluded(),
                s.outside(),
                s.zOrder(),
                s.rotation(),
                s.group(),
                s.score(),
                s.points(),
                attributes,
                elements);
    }
}
