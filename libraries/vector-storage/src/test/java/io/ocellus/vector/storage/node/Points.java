package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.ConsistencyLevel;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.ReadPoint;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.ColumnSource;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Collections of (id, vector, number) for tests: field ids 100, 101, 102. */
final class Points {
    static final int DIMENSION = 8;

    private Points() {}

    static CollectionName create(VectorDatabase database, String name, int shards) {
        return create(database, name, shards, Map.of("index_type", "FLAT", "metric_type", "L2"));
    }

    static CollectionName create(VectorDatabase database, String name, int shards, Map<String, String> index) {
        CollectionName collection = CollectionName.of(name);
        database.createCollection(new CollectionDefinition(
                collection,
                "",
                new CollectionSchema(List.of(
                        FieldSchema.primaryKey("id", DataType.INT64),
                        FieldSchema.vector("v", DIMENSION),
                        FieldSchema.of("n", DataType.INT64))),
                shards,
                ConsistencyLevel.STRONG,
                Map.of()));
        database.createIndex(collection, new IndexDefinition("v", "v", index));
        database.load(collection);
        return collection;
    }

    static ColumnBatch rows(long[] ids, long number) {
        long[] numbers = new long[ids.length];
        java.util.Arrays.fill(numbers, number);
        float[] flat = new float[ids.length * DIMENSION];
        for (int i = 0; i < ids.length; i++) {
            vector(ids[i], flat, i * DIMENSION);
        }
        return new ColumnBatch(
                ids.length,
                Map.of(
                        100, HeapColumns.longs(ids),
                        101, HeapColumns.vectors(DIMENSION, flat),
                        102, HeapColumns.longs(numbers)));
    }

    static ColumnBatch range(long from, int count, long number) {
        long[] ids = new long[count];
        java.util.Arrays.setAll(ids, i -> from + i);
        return rows(ids, number);
    }

    private static void vector(long id, float[] target, int at) {
        Random random = new Random(id);
        for (int d = 0; d < DIMENSION; d++) {
            target[at + d] = random.nextFloat();
        }
    }

    static float[] vector(long id) {
        float[] vector = new float[DIMENSION];
        vector(id, vector, 0);
        return vector;
    }

    static long count(VectorDatabase database, CollectionName collection) {
        return database.count(request(collection, Optional.empty())).count();
    }

    static QueryRequest request(CollectionName collection, Optional<RowFilter> filter) {
        return new QueryRequest(
                collection,
                List.of(),
                filter,
                List.of(100, 102),
                Optional.of(16_384),
                0,
                new ReadPoint.Strong(),
                false);
    }

    /** All rows: id → number. Reads up to 16,384. */
    static Map<Long, Long> all(VectorDatabase database, CollectionName collection) {
        return byId(database.query(request(collection, Optional.empty())).rows());
    }

    static Map<Long, Long> get(VectorDatabase database, CollectionName collection, long... ids) {
        return byId(database.query(request(collection, Optional.of(new OfKeys(ids))))
                .rows());
    }

    private static Map<Long, Long> byId(ColumnBatch rows) {
        Map<Long, Long> found = new TreeMap<>();
        Column.Longs ids = (Column.Longs) rows.column(100).orElseThrow();
        Column.Longs numbers = (Column.Longs) rows.column(102).orElseThrow();
        for (int i = 0; i < rows.rowCount(); i++) {
            found.put(ids.get(i), numbers.get(i));
        }
        return found;
    }

    static long nearest(VectorDatabase database, CollectionName collection, long id) {
        Keys keys = search(database, collection, id, 1, Map.of()).keys();
        return keys.size() == 0 ? -1 : ((Keys.Longs) keys).values()[0];
    }

    static SearchResult search(
            VectorDatabase database, CollectionName collection, long id, int limit, Map<String, String> numbers) {
        return database.search(new SearchRequest(
                collection,
                List.of(),
                "v",
                List.of(vector(id)),
                limit,
                0,
                "L2",
                Optional.empty(),
                numbers,
                Optional.empty(),
                List.of(),
                new ReadPoint.Strong(),
                false));
    }

    /** {@code id in [...]}. */
    record OfKeys(long... ids) implements RowFilter {
        @Override
        public Set<Integer> fields() {
            return Set.of(100);
        }

        @Override
        public RowSet evaluate(ColumnSource rows) {
            RowSet found = RowSet.none(rows.rowCount());
            Column.Longs column = (Column.Longs) rows.column(100).orElseThrow();
            for (int row = 0; row < rows.rowCount(); row++) {
                for (long id : ids) {
                    if (column.get(row) == id) {
                        found.add(row);
                    }
                }
            }
            return found;
        }

        @Override
        public Optional<Keys> keys() {
            return Optional.of(new Keys.Longs(ids));
        }

        @Override
        public boolean keysOnly() {
            return true;
        }
    }

    /** {@code n == number}. */
    record OfNumber(long number) implements RowFilter {
        @Override
        public Set<Integer> fields() {
            return Set.of(102);
        }

        @Override
        public RowSet evaluate(ColumnSource rows) {
            RowSet found = RowSet.none(rows.rowCount());
            Column.Longs column = (Column.Longs) rows.column(102).orElseThrow();
            for (int row = 0; row < rows.rowCount(); row++) {
                if (column.get(row) == number) {
                    found.add(row);
                }
            }
            return found;
        }
    }
}
