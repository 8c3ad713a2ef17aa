package io.ocellus.annotation.curation;

import io.ocellus.annotation.lists.Condition;
import io.ocellus.embeddings.Embedding;
import io.ocellus.embeddings.EmbeddingStore;
import io.ocellus.embeddings.EmbeddingStore.Filter;
import io.ocellus.embeddings.EmbeddingStore.Hit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Nearest neighbours that exist and may be seen. The allowed tasks go into the search as a filter, so that a caller with few tasks gets k
 * results and not what is left of everybody's k; then every hit is held against the tables, and the search widens until k have passed. So
 * a deleted object is gone at once, although its vector goes later.
 */
final class SimilarSearch {
    /** Above it the filter would be longer than it is worth; the check at the tables still holds. */
    private static final int MOST_TASKS = 20_000;

    private static final int MOST_LABELS = 10_000;
    private static final int WIDEST = 16_384;
    private final Supplier<EmbeddingStore> frames;
    private final Supplier<EmbeddingStore> objects;
    private final SeenFrames seen;

    SimilarSearch(Supplier<EmbeddingStore> frames, Supplier<EmbeddingStore> objects, SeenFrames seen) {
        this.frames = frames;
        this.objects = objects;
        this.seen = seen;
    }

    /** @param visible jobs that the caller may see, over the aliases j, t and p */
    Neighbours ofFrame(long task, int frame, Scope scope, Condition visible) {
        long id = Embedding.frameId(task, frame);
        float[] vector = frames.get().vectors(List.of(id)).get(id);
        return vector == null ? Neighbours.PENDING : frames(vector, id, scope, visible);
    }

    Neighbours ofPicture(float[] vector, Scope scope, Condition visible) {
        return frames(vector, null, scope, visible);
    }

    private Neighbours frames(float[] vector, @Nullable Long asked, Scope scope, Condition visible) {
        Filter filter = new Filter(tasks(scope, visible), null);
        return widening(frames.get(), vector, filter, scope.limit(), (hits, results, done) -> {
            List<Hit> fresh = hits.stream()
                    .filter(hit -> (asked == null || hit.id() != asked) && done.add(hit.id()))
                    .toList();
            Map<SeenFrames.Place, Long> jobs = seen.jobs(
                    fresh.stream()
                            .map(hit -> new SeenFrames.Place(hit.task(), hit.frame()))
                            .toList(),
                    visible,
                    scope.label());
            for (Hit hit : fresh) {
                Long job = jobs.get(new SeenFrames.Place(hit.task(), hit.frame()));
                if (job != null && results.size() < scope.limit()) {
                    results.add(new Neighbour(hit.task(), job, hit.frame(), null, null, hit.score()));
                }
            }
        });
    }

    Neighbours ofObject(long shape, Scope scope, Condition visible) {
        EmbeddingStore store = objects.get();
        SeenFrames.Seen asked = seen.objects(List.of(shape), Condition.ALL).get(shape);
        EmbeddingStore.Facts facts = store.facts(List.of(shape)).get(shape);
        float[] vector = store.vectors(List.of(shape)).get(shape);
        if (asked == null || vector == null || facts == null || facts.geometry() != asked.geometry()) {
            return Neighbours.PENDING;
        }
        List<Long> labels = scope.label() == null ? null : seen.labels(scope.label(), MOST_LABELS);
        Filter filter = new Filter(tasks(scope, visible), labels);
        // An object on a frame that two jobs share is one object, and so is the asked one's copy there.
        Set<Place> places = new HashSet<>();
        places.add(new Place(asked.task(), asked.frame(), asked.geometry(), asked.label()));
        return widening(store, vector, filter, scope.limit(), (hits, results, done) -> {
            List<Hit> fresh = hits.stream()
                    .filter(hit -> hit.id() != shape && done.add(hit.id()))
                    .toList();
            Map<Long, SeenFrames.Seen> present =
                    seen.objects(fresh.stream().map(Hit::id).toList(), visible);
            for (Hit hit : fresh) {
                SeenFrames.Seen now = present.get(hit.id());
                if (now == null
                        || now.geometry() != hit.geometry()
                        || (scope.label() != null && !scope.label().equals(now.label()))) {
                    continue;
                }
                if (results.size() < scope.limit()
                        && places.add(new Place(now.task(), now.frame(), now.geometry(), now.label()))) {
                    results.add(new Neighbour(now.task(), now.job(), now.frame(), now.id(), now.label(), hit.score()));
                }
            }
        });
    }

    private record Place(long task, int frame, long geometry, String label) {}

    private interface Check {
        void take(List<Hit> hits, List<Neighbour> results, Set<Long> done);
    }

    private static Neighbours widening(EmbeddingStore store, float[] vector, Filter filter, int limit, Check check) {
        List<Neighbour> results = new ArrayList<>();
        Set<Long> done = new LinkedHashSet<>();
        int width = limit + 16;
        while (true) {
            List<Hit> hits = store.search(vector, filter, width);
            check.take(hits, results, done);
            if (results.size() >= limit || hits.size() < width || width == WIDEST) {
                return new Neighbours(results, false);
            }
            width = Math.min(WIDEST, width * 8);
        }
    }

    private @Nullable List<Long> tasks(Scope scope, Condition visible) {
        if (visible.equals(Condition.ALL) && scope.project() == null) {
            return null;
        }
        List<Long> tasks = seen.tasks(visible, scope.project(), MOST_TASKS);
        return tasks.size() > MOST_TASKS ? null : tasks;
    }
}
