package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.QueryResult;
import io.ocellus.vector.storage.ReadPoint;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import io.ocellus.vector.storage.shards.LogPartition;
import io.ocellus.vector.storage.shards.Shard;
import io.ocellus.vector.storage.shards.ShardView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Reads over the shards of one collection: settles the timestamp with each owner, pins the views, runs, unpins. Thread-safe. */
public final class Reader {
    private static final int DELETE_CHUNK = 8192;

    private final Semaphore running;

    /** @param concurrent how many reads compute at the same time; the others wait */
    public Reader(int concurrent) {
        this.running = new Semaphore(concurrent);
    }

    /** A shard and the owner that serves it. */
    public record Served(LogPartition owner, Shard shard) {}

    public SearchResult search(
            SearchRequest request,
            CollectionSchema schema,
            FieldSchema field,
            long indexId,
            MetricType metric,
            Scope scope) {
        return read(
                scope,
                request.readPoint(),
                request.ignoreGrowing(),
                (units, timestamp) -> new SearchRun(request, schema, field, indexId, metric).run(units, timestamp));
    }

    public QueryResult query(QueryRequest request, CollectionSchema schema, Scope scope) {
        return read(
                scope,
                request.readPoint(),
                request.ignoreGrowing(),
                (units, timestamp) -> new QueryRun(request, schema).run(units, timestamp));
    }

    public long[] count(QueryRequest request, CollectionSchema schema, Scope scope) {
        return read(scope, request.readPoint(), request.ignoreGrowing(), (units, timestamp) -> {
            long count = 0;
            for (Unit unit : units) {
                count += request.filter().isEmpty()
                        ? unit.visibleCount()
                        : Selection.of(unit, schema, request.filter()).count();
            }
            return new long[] {count, timestamp};
        });
    }

    /** The keys of the rows that match at a Strong read, in chunks. */
    public List<Keys> keys(RowFilter filter, CollectionSchema schema, Scope scope) {
        return read(scope, new ReadPoint.Strong(), false, (units, timestamp) -> {
            List<Keys> chunks = new ArrayList<>();
            for (Unit unit : units) {
                RowSet rows = Selection.of(unit, schema, Optional.of(filter));
                int row = rows.next(0);
                while (row >= 0) {
                    long[] longs = new long[DELETE_CHUNK];
                    List<String> texts = new ArrayList<>();
                    int n = 0;
                    Column keys = unit.block().keys();
                    for (; row >= 0 && n < DELETE_CHUNK; row = rows.next(row + 1)) {
                        if (keys instanceof Column.Longs column) {
                            longs[n++] = column.get(row);
                        } else {
                            texts.add(((Column.Texts) keys).get(row));
                            n++;
                        }
                    }
                    chunks.add(
                            keys instanceof Column.Longs
                                    ? new Keys.Longs(java.util.Arrays.copyOf(longs, n))
                                    : new Keys.Texts(texts));
                }
            }
            return chunks;
        });
    }

    private <T> T read(Scope scope, ReadPoint point, boolean ignoreGrowing, BiFunction<List<Unit>, Long, T> work) {
        List<ShardView> views = new ArrayList<>();
        List<Unit> units = new ArrayList<>();
        boolean acquired = false;
        try {
            long latest = 0;
            for (Served served : scope.shards()) {
                long timestamp = served.owner().readAt(point);
                ShardView view = served.shard().pin();
                views.add(view);
                units.addAll(Unit.of(view, timestamp, scope, ignoreGrowing));
                latest = Math.max(latest, timestamp);
            }
            acquired = running.tryAcquire(30, TimeUnit.SECONDS);
            if (!acquired) {
                throw new Failure.Exhausted("too many reads are running; try again");
            }
            return work.apply(units, latest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted", e);
        } finally {
            if (acquired) {
                running.release();
            }
            views.forEach(ShardView::unpin);
        }
    }
}
