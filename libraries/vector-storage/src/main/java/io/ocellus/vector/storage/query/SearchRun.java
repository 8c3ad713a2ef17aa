package io.ocellus.vector.storage.query;

import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.PickedColumns;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.columns.SearchableVectors;
import io.ocellus.vector.storage.log.RecordCodec;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import io.ocellus.vector.storage.segments.BuiltIndex;
import io.ocellus.vector.storage.segments.RowBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One search over pinned units: each gives its nearest accepted rows, by its index or by a scan; they are merged by distance, a key at most
 * once. Confined to one thread.
 */
final class SearchRun {
    /** So many rows of an answer are kept in order from unit to unit: the next one need not look beyond the last of them. */
    private static final int TRIMMED = 1024;

    private final SearchRequest request;
    private final CollectionSchema schema;
    private final FieldSchema field;
    private final long indexId;
    private final MetricType metric;
    private final float[] queries;
    private final SearchParameters parameters;
    private final int wanted;

    SearchRun(SearchRequest request, CollectionSchema schema, FieldSchema field, long indexId, MetricType metric) {
        this.request = request;
        this.schema = schema;
        this.field = field;
        this.indexId = indexId;
        this.metric = metric;
        this.parameters = SearchNumbers.of(request.parameters());
        this.wanted = request.limit() + request.offset();
        this.queries = flat(request.queries(), field.dimension());
    }

    private static float[] flat(List<float[]> queries, int dimension) {
        float[] flat = new float[queries.size() * dimension];
        for (int q = 0; q < queries.size(); q++) {
            System.arraycopy(queries.get(q), 0, flat, q * dimension, dimension);
        }
        return flat;
    }

    record Hit(float distance, int unit, int row) {}

    SearchResult run(List<Unit> units, long timestamp) {
        int count = request.queries().size();
        List<List<Hit>> found = new ArrayList<>(count);
        for (int q = 0; q < count; q++) {
            found.add(new ArrayList<>());
        }
        for (int u = 0; u < units.size(); u++) {
            search(units.get(u), u, found);
            if (request.grouping().isEmpty() && wanted <= TRIMMED) {
                found.forEach(hits -> trim(hits, units));
            }
        }
        int[] counts = new int[count];
        List<Hit> chosen = new ArrayList<>();
        for (int q = 0; q < count; q++) {
            List<Hit> best = request.grouping().isPresent()
                    ? new Groups(request, schema, request.grouping().get()).best(found.get(q), units)
                    : best(found.get(q), units);
            counts[q] = best.size();
            chosen.addAll(best);
        }
        return answer(chosen, counts, units, timestamp);
    }

    private void search(Unit unit, int number, List<List<Hit>> found) {
        RowBlock block = unit.block();
        if (block.rowCount() == 0) {
            return;
        }
        RowSet accepted = request.filter().isPresent() ? Selection.of(unit, schema, request.filter()) : unit.visible();
        if (accepted != null && accepted.isEmpty()) {
            return;
        }
        Column.Vectors vectors = (Column.Vectors)
                block.column(field.id()).orElseThrow(() -> new Failure.Broken("a segment without its vectors", null));
        Optional<BuiltIndex> index = unit.sealed().flatMap(part -> part.index(indexId));
        // How many rows it takes to see enough groups cannot be known, so that groups come from an exact scan.
        if (request.grouping().isEmpty() && index.isPresent() && (accepted == null || accepted.count() > 200)) {
            searchIndex(index.get(), accepted, number, found);
        } else {
            scan((SearchableVectors) vectors, block.rowCount(), accepted, number, found);
        }
    }

    private void searchIndex(
            BuiltIndex built, @org.jspecify.annotations.Nullable RowSet accepted, int number, List<List<Hit>> found) {
        VectorIndex index = built.open();
        Acceptance rows = accepted == null ? Acceptance.all() : Acceptance.of(accepted.words());
        int k = Math.min(wanted, VectorIndex.MAX_K);
        try {
            if (request.range().isPresent()) {
                SearchRequest.Range range = request.range().get();
                for (int q = 0; q < request.queries().size(); q++) {
                    Hits hits = index.rangeSearch(
                            request.queries().get(q),
                            range.radius(),
                            range.rangeFilter().orElse(Float.NaN),
                            k,
                            parameters,
                            rows);
                    add(hits, number, found.get(q));
                }
                return;
            }
            Hits[] hits = index.search(queries, request.queries().size(), k, parameters, rows);
            for (int q = 0; q < hits.length; q++) {
                add(hits[q], number, found.get(q));
            }
        } catch (IndexFailure.InvalidParameter | IndexFailure.InvalidVector e) {
            throw new Failure.Invalid(String.valueOf(e.getMessage()), e);
        } catch (IndexFailure e) {
            throw new Failure.Broken("an index cannot be searched: " + e.getMessage(), e);
        }
    }

    private void add(Hits hits, int number, List<Hit> found) {
        for (int i = 0; i < hits.size(); i++) {
            float score = hits.score(i);
            found.add(new Hit(metric.largeIsNear() ? -score : score, number, hits.row(i)));
        }
    }

    private void scan(
            SearchableVectors vectors,
            int rows,
            @org.jspecify.annotations.Nullable RowSet accepted,
            int number,
            List<List<Hit>> found) {
        int most = accepted == null ? rows : accepted.count();
        int k = request.range().isPresent() || request.grouping().isPresent() ? most : Math.min(wanted, most);
        float[] limits = new float[found.size()];
        for (int q = 0; q < limits.length; q++) {
            limits[q] = limit(found.get(q));
        }
        Acceptance some = accepted == null ? Acceptance.all() : Acceptance.of(accepted.words());
        Hits[] hits = vectors.search(Metric.of(metric.name()), queries, limits.length, k, rows, some, limits);
        for (int q = 0; q < hits.length; q++) {
            if (request.range().isEmpty()) {
                add(hits[q], number, found.get(q));
                continue;
            }
            List<Hit> all = new ArrayList<>();
            add(hits[q], number, all);
            SearchRequest.Range range = request.range().get();
            all.stream().filter(hit -> within(hit.distance, range)).forEach(found.get(q)::add);
        }
    }

    /** No row at a greater distance is in the answer. */
    private float limit(List<Hit> found) {
        float limit = Float.POSITIVE_INFINITY;
        if (request.range().isPresent()) {
            float radius = request.range().get().radius();
            boolean every = metric == MetricType.COSINE && radius < -1;
            limit = every ? limit : metric.largeIsNear() ? 0f - radius : radius;
        }
        boolean trimmed = request.grouping().isEmpty() && wanted <= TRIMMED;
        return trimmed && found.size() == wanted ? Math.min(limit, found.getLast().distance) : limit;
    }

    /** Leaves the best of those found so far, each key once, in order. */
    private void trim(List<Hit> hits, List<Unit> units) {
        sort(hits, units);
        Set<Object> seen = new HashSet<>();
        List<Hit> kept = new ArrayList<>();
        for (Hit hit : hits) {
            if (kept.size() == wanted) {
                break;
            }
            if (seen.add(key(hit, units))) {
                kept.add(hit);
            }
        }
        hits.clear();
        hits.addAll(kept);
    }

    private boolean within(float distance, SearchRequest.Range range) {
        float score = score(distance);
        if (metric.largeIsNear()) {
            return score > range.radius() && score <= range.rangeFilter().orElse(Float.POSITIVE_INFINITY);
        }
        return score < range.radius() && score >= range.rangeFilter().orElse(Float.NEGATIVE_INFINITY);
    }

    private float score(float distance) {
        return switch (metric) {
            case L2 -> Math.max(0f, distance);
            case IP -> 0f - distance;
            case COSINE -> Math.clamp(0f - distance, -1f, 1f);
        };
    }

    /** The best of one query by distance, each key once, after the offset. Equal distances are ordered by key. */
    private List<Hit> best(List<Hit> hits, List<Unit> units) {
        sort(hits, units);
        List<Hit> best = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        int skipped = 0;
        for (Hit hit : hits) {
            if (best.size() == request.limit()) {
                break;
            }
            if (seen.add(key(hit, units))) {
                if (skipped < request.offset()) {
                    skipped++;
                } else {
                    best.add(hit);
                }
            }
        }
        return best;
    }

    static void sort(List<Hit> hits, List<Unit> units) {
        hits.sort((a, b) -> {
            int byDistance = Float.compare(a.distance, b.distance);
            return byDistance != 0 ? byDistance : compareKeys(a, b, units);
        });
    }

    static Object key(Hit hit, List<Unit> units) {
        return units.get(hit.unit).block().keys() instanceof Column.Longs longs
                ? (Object) longs.get(hit.row)
                : ((Column.Texts) units.get(hit.unit).block().keys()).get(hit.row);
    }

    private static int compareKeys(Hit a, Hit b, List<Unit> units) {
        Object x = key(a, units);
        Object y = key(b, units);
        return x instanceof Long l ? Long.compare(l, (Long) y) : ((String) x).compareTo((String) y);
    }

    private SearchResult answer(List<Hit> chosen, int[] counts, List<Unit> units, long timestamp) {
        int[] sources = new int[chosen.size()];
        int[] rows = new int[chosen.size()];
        float[] scores = new float[chosen.size()];
        for (int i = 0; i < rows.length; i++) {
            sources[i] = chosen.get(i).unit;
            rows[i] = chosen.get(i).row;
            scores[i] = score(chosen.get(i).distance);
        }
        List<RowBlock> blocks = units.stream().map(Unit::block).toList();
        Picks picks = new Picks(sources, rows);
        Keys keys = RecordCodec.keys(PickedColumns.copy(schema.primaryKey(), blocks, picks));
        List<FieldSchema> fields = schema.fields().stream()
                .filter(f -> request.outputFields().contains(f.id()))
                .toList();
        return new SearchResult(counts, keys, scores, PickedColumns.batch(fields, blocks, picks), timestamp);
    }
}
