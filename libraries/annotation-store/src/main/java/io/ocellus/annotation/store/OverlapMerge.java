package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * Finds which annotations of several jobs are the same object, on a frame that these jobs share. Equal ones are the same; of the others,
 * pairs are chosen so that their similarities sum up to the most, and count from {@link #THRESHOLD} on. Stateless.
 *
 * <p>Cost: linear when the jobs agree; else cubic in what they disagree about, up to {@link #LARGEST} pairs, and beyond that greedy.
 */
final class OverlapMerge {
    static final double THRESHOLD = 0.75;
    private static final long LARGEST = 1_000_000;

    private OverlapMerge() {}

    /** One object: what the first job says of it, and its copies in other jobs. */
    record Same<T>(T shown, List<T> copies) {}

    /** Tags are the same when they have the same label. */
    static <T> List<Same<T>> tags(List<List<T>> byJob, Function<T, Tag> tag) {
        return merge(byJob, item -> Optional.of(tag.apply(item).labelId()), (a, b) -> 0, THRESHOLD);
    }

    static <T> List<Same<T>> shapes(List<List<T>> byJob, Function<T, Shape> shape) {
        return merge(
                byJob,
                item -> Optional.of(new Exact(shape.apply(item))),
                (a, b) -> similarity(shape.apply(a), shape.apply(b)),
                THRESHOLD);
    }

    /** Equality of what a shape is and covers. */
    private static final class Exact {
        private final Shape shape;

        Exact(Shape shape) {
            this.shape = shape;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Exact e && same(shape, e.shape);
        }

        private static boolean same(Shape a, Shape b) {
            if (a.labelId() != b.labelId() || !Geometry.same(a, b)) {
                return false;
            }
            for (int i = 0; i < a.elements().size(); i++) {
                if (!same(a.elements().get(i), b.elements().get(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            int hash = Long.hashCode(shape.labelId()) * 31 + shape.type().hashCode();
            for (double point : shape.points()) {
                hash = hash * 31 + Double.hashCode(point == 0 ? 0 : point);
            }
            return hash;
        }
    }

    private static double similarity(Shape a, Shape b) {
        return a.labelId() == b.labelId() && a.type() == b.type() ? Geometry.overlap(a, b) : 0;
    }

    /** @param similarity 0 to 1 */
    static <T> List<Same<T>> merge(
            List<List<T>> byJob,
            Function<T, Optional<Object>> exact,
            ToDoubleBiFunction<T, T> similarity,
            double threshold) {
        List<Same<T>> groups = new ArrayList<>();
        for (T item : byJob.getFirst()) {
            groups.add(new Same<>(item, new ArrayList<>(1)));
        }
        for (List<T> items : byJob.subList(1, byJob.size())) {
            match(groups, items, exact, similarity, threshold);
        }
        return groups;
    }

    private static <T> void match(
            List<Same<T>> groups,
            List<T> items,
            Function<T, Optional<Object>> exact,
            ToDoubleBiFunction<T, T> similarity,
            double threshold) {
        Map<Object, Deque<Same<T>>> byContent = new HashMap<>();
        List<Same<T>> open = new ArrayList<>();
        for (Same<T> group : groups) {
            Optional<Object> key = exact.apply(group.shown());
            if (key.isPresent()) {
                byContent.computeIfAbsent(key.get(), k -> new ArrayDeque<>()).add(group);
            } else {
                open.add(group);
            }
        }
        List<T> rest = new ArrayList<>();
        for (T item : items) {
            Deque<Same<T>> equal = exact.apply(item).map(byContent::get).orElse(null);
            if (equal == null || equal.isEmpty()) {
                rest.add(item);
            } else {
                equal.removeFirst().copies().add(item);
            }
        }
        byContent.values().forEach(open::addAll);
        List<T> unmatched = open.isEmpty() || rest.isEmpty() ? rest : assign(open, rest, similarity, threshold);
        for (T item : unmatched) {
            groups.add(new Same<>(item, new ArrayList<>(1)));
        }
    }

    private static <T> List<T> assign(
            List<Same<T>> open, List<T> items, ToDoubleBiFunction<T, T> similarity, double threshold) {
        int[] chosen = (long) open.size() * items.size() <= LARGEST
                ? best(open, items, similarity)
                : greedy(open, items, similarity, threshold);
        List<T> unmatched = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            if (chosen[i] >= 0 && similarity.applyAsDouble(open.get(chosen[i]).shown(), item) >= threshold) {
                open.get(chosen[i]).copies().add(item);
            } else {
                unmatched.add(item);
            }
        }
        return unmatched;
    }

    private static <T> int[] best(List<Same<T>> open, List<T> items, ToDoubleBiFunction<T, T> similarity) {
        double[][] costs = new double[items.size()][open.size()];
        for (int i = 0; i < items.size(); i++) {
            for (int j = 0; j < open.size(); j++) {
                costs[i][j] = 1 - similarity.applyAsDouble(open.get(j).shown(), items.get(i));
            }
        }
        return Assignment.cheapest(costs);
    }

    private static <T> int[] greedy(
            List<Same<T>> open, List<T> items, ToDoubleBiFunction<T, T> similarity, double threshold) {
        boolean[] taken = new boolean[open.size()];
        int[] chosen = new int[items.size()];
        for (int i = 0; i < items.size(); i++) {
            chosen[i] = -1;
            for (int j = 0; j < taken.length; j++) {
                if (!taken[j] && similarity.applyAsDouble(open.get(j).shown(), items.get(i)) >= threshold) {
                    chosen[i] = j;
                    taken[j] = true;
                    break;
                }
            }
        }
        return chosen;
    }
}
