package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.storage.Change;
import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.ConsistencyLevel;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.ReadPoint;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.expressions.Expressions;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import io.ocellus.vector.storage.shards.PartitionSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a collection can change after it was made, and that each change outlives the process. */
class CollectionChangesTest {
    private final TestCluster cluster = new TestCluster();
    private final PartitionSettings settings = PartitionSettings.standard();

    private static long count(VectorDatabase database, CollectionName collection, String... partitions) {
        return database.count(new QueryRequest(
                        collection,
                        List.of(partitions),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        0,
                        new ReadPoint.Strong(),
                        false))
                .count();
    }

    @Test
    void onlyLoadedPartitionsAreReadAlsoAfterARestart() {
        CollectionName points;
        try (VectorNode node = cluster.start("a", settings)) {
            points = Points.create(node, "points", 2);
            node.createPartition(points, "more");
            node.insert(points, "", Points.range(0, 10, 1));
            node.insert(points, "more", Points.range(100, 5, 1));
            assertThat(count(node, points))
                    .as("loaded as a whole, so is a later partition")
                    .isEqualTo(15);
            node.release(points, List.of("more"));
            assertThat(count(node, points)).isEqualTo(10);
            assertThatThrownBy(() -> count(node, points, "more")).isInstanceOf(Failure.PartitionNotLoaded.class);
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(count(node, points)).isEqualTo(10);
            assertThatThrownBy(() -> node.dropPartition(points, CollectionInfo.DEFAULT_PARTITION))
                    .isInstanceOf(Failure.Invalid.class);
            node.release(points);
            assertThatThrownBy(() -> count(node, points)).isInstanceOf(Failure.NotLoaded.class);
            node.load(points, List.of("more"));
            assertThat(count(node, points)).isEqualTo(5);
            assertThatThrownBy(() -> node.dropPartition(points, "more")).isInstanceOf(Failure.Conflict.class);
            node.createPartition(points, "third");
            assertThatThrownBy(() -> count(node, points, "third"))
                    .as("partitions were loaded, not the collection")
                    .isInstanceOf(Failure.PartitionNotLoaded.class);
        }
    }

    @Test
    void anAliasNamesItsCollectionUntilItIsMovedOrDropped() {
        CollectionName alias = CollectionName.of("alias");
        try (VectorNode node = cluster.start("a", settings)) {
            CollectionName one = Points.create(node, "one", 1);
            CollectionName two = Points.create(node, "two", 1);
            node.insert(two, "", Points.range(0, 7, 1));
            node.createAlias(one, "alias");
            assertThat(count(node, alias)).isZero();
            assertThatThrownBy(() -> node.createAlias(two, "alias")).isInstanceOf(Failure.AliasTaken.class);
            assertThatThrownBy(() -> node.createAlias(two, "one")).isInstanceOf(Failure.AliasNamesCollection.class);
            assertThatThrownBy(() -> node.alterAlias(two, "other")).isInstanceOf(Failure.AliasNotFound.class);
            assertThatThrownBy(() -> node.dropCollection(one)).isInstanceOf(Failure.Invalid.class);
            assertThatThrownBy(() -> node.dropCollection(alias)).hasMessageContaining("via alias");
            node.alterAlias(two, "alias");
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(count(node, alias)).isEqualTo(7);
            assertThat(node.describeCollection(CollectionName.of("one")).aliases())
                    .isEmpty();
            assertThat(node.describeCollection(alias).name().name()).isEqualTo("two");
            node.dropAlias(alias);
            assertThat(node.findCollection(alias)).isEmpty();
            node.dropCollection(CollectionName.of("two"));
        }
    }

    @Test
    void propertiesLimitsAndIndexParametersChange() {
        CollectionName points;
        try (VectorNode node = cluster.start("a", settings)) {
            points = Points.create(node, "points", 1);
            node.alterCollection(points, new Change(Map.of("a", "1", "collection.description", "new words"), Set.of()));
            node.alterCollection(points, new Change(Map.of("b", "2"), Set.of("a")));
            node.alterField(points, "n", new Change(Map.of("mmap.enabled", "true"), Set.of()));
            node.alterIndex(points, "v", new Change(Map.of("mmap.enabled", "false"), Set.of()));
        }
        try (VectorNode node = cluster.start("a", settings)) {
            CollectionInfo info = node.describeCollection(points);
            assertThat(info.description()).isEqualTo("new words");
            assertThat(info.properties()).containsExactlyEntriesOf(Map.of("b", "2"));
            assertThat(info.schema().field("n").orElseThrow().parameters()).containsEntry("mmap.enabled", "true");
            assertThat(node.describeIndexes(points, "v").getFirst().parameters())
                    .containsEntry("mmap.enabled", "false");
        }
    }

    @Test
    void rowsFromBeforeAFieldCameHoldItsDefaultOrNullWhereverTheyLie() {
        CollectionName points;
        Map<Long, String> expected = new java.util.TreeMap<>();
        try (VectorNode node = cluster.start("a", settings)) {
            points = Points.create(node, "points", 1);
            node.insert(points, "", Points.range(0, 3, 1));
            node.flush(points);
            node.insert(points, "", Points.range(3, 3, 1));
            node.addField(points, FieldSchema.text("words", 20).asNullable());
            node.addField(
                    points,
                    FieldSchema.of("weight", DataType.INT64).asNullable().withDefault(new Scalar.Int(7)));
            CollectionSchema schema = node.describeCollection(points).schema();
            assertThat(schema.field("words").orElseThrow().id()).isEqualTo(103);
            assertThat(schema.field("weight").orElseThrow().id()).isEqualTo(104);
            for (long id = 0; id < 6; id++) {
                expected.put(id, "null 7");
            }
            assertThat(added(node, points, Optional.empty())).isEqualTo(expected);
            node.insert(points, "", withAdded(Points.range(6, 2, 1), "new", 9));
            node.insert(points, "", Points.range(8, 1, 1));
            node.upsert(points, "", withAdded(Points.range(0, 1, 1), "again", 8));
            expected.putAll(Map.of(6L, "new 9", 7L, "new 9", 8L, "null 7", 0L, "again 8"));
            assertThat(added(node, points, Optional.empty())).isEqualTo(expected);
            for (FieldSchema bad : List.of(
                    FieldSchema.text("words", 20).asNullable(),
                    FieldSchema.of("needed", DataType.INT64),
                    FieldSchema.vector("another", 8).asNullable(),
                    FieldSchema.text("long", 70_000).asNullable(),
                    FieldSchema.of("bad name", DataType.INT64).asNullable())) {
                assertThatThrownBy(() -> node.addField(points(), bad)).isInstanceOf(Failure.Invalid.class);
            }
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(added(node, points, Optional.empty())).as("replayed").isEqualTo(expected);
            node.flush(points);
            assertThat(added(node, points, Optional.empty())).as("sealed").isEqualTo(expected);
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(added(node, points, Optional.empty())).as("mapped").isEqualTo(expected);
            CollectionSchema schema = node.describeCollection(points).schema();
            Optional<RowFilter> filter =
                    new Expressions(new java.util.Random(1)).compile("words is null and weight == 7", schema, Map.of());
            assertThat(added(node, points, filter).keySet()).containsExactly(1L, 2L, 3L, 4L, 5L, 8L);
        }
    }

    private static CollectionName points() {
        return CollectionName.of("points");
    }

    private static ColumnBatch withAdded(ColumnBatch rows, String words, long weight) {
        Map<Integer, Column> columns = new HashMap<>(rows.columns());
        String[] texts = new String[rows.rowCount()];
        long[] weights = new long[rows.rowCount()];
        java.util.Arrays.fill(texts, words);
        java.util.Arrays.fill(weights, weight);
        columns.put(103, HeapColumns.texts(texts, HeapColumns.noNulls()));
        columns.put(104, HeapColumns.longs(weights));
        return new ColumnBatch(rows.rowCount(), columns);
    }

    /** The added fields of each row that the filter lets pass. */
    private static Map<Long, String> added(VectorDatabase database, CollectionName name, Optional<RowFilter> filter) {
        ColumnBatch rows = database.query(new QueryRequest(
                        name,
                        List.of(),
                        filter,
                        List.of(100, 103, 104),
                        Optional.of(100),
                        0,
                        new ReadPoint.Strong(),
                        false))
                .rows();
        Column.Longs ids = (Column.Longs) rows.column(100).orElseThrow();
        Column.Texts words = (Column.Texts) rows.column(103).orElseThrow();
        Column.Longs weights = (Column.Longs) rows.column(104).orElseThrow();
        Map<Long, String> found = new java.util.TreeMap<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            found.put(ids.get(row), (words.isNull(row) ? "null" : words.get(row)) + " " + weights.get(row));
        }
        return found;
    }

    @Test
    void truncatingTakesSealedAndGrowingRowsForGood() {
        CollectionName points;
        try (VectorNode node = cluster.start("a", settings)) {
            points = Points.create(node, "points", 2);
            node.createPartition(points, "more");
            node.insert(points, "", Points.range(0, 300, 1));
            node.flush(points);
            node.insert(points, "more", Points.range(1000, 20, 1));
            node.truncateCollection(points);
            assertThat(count(node, points)).isZero();
            node.insert(points, "more", Points.range(0, 3, 2));
            assertThat(count(node, points, "more")).isEqualTo(3);
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(Points.all(node, points)).isEqualTo(Map.of(0L, 2L, 1L, 2L, 2L, 2L));
            assertThat(node.describeCollection(points).partitions()).hasSize(2);
        }
    }

    @Test
    void rowsThatOutlivedTheirTimeAreNotSeen() {
        try (VectorNode node = cluster.start("a", settings)) {
            CollectionName points = Points.create(node, "points", 1);
            node.insert(points, "", Points.range(0, 10, 1));
            node.alterCollection(points, new Change(Map.of("collection.ttl.seconds", "1"), Set.of()));
            TestCluster.await("the rows expire", () -> count(node, points) == 0);
            assertThat(Points.nearest(node, points, 3)).isEqualTo(-1);
            node.alterCollection(points, new Change(Map.of("collection.ttl.seconds", "0"), Set.of()));
            assertThat(count(node, points)).isEqualTo(10);
        }
    }

    @Test
    void aPartitionKeySpreadsRowsAndAnUpsertMovesThem() {
        CollectionName keyed = CollectionName.of("keyed");
        try (VectorNode node = cluster.start("a", settings)) {
            node.createCollection(new CollectionDefinition(
                    keyed,
                    "",
                    new CollectionSchema(List.of(
                            FieldSchema.primaryKey("id", DataType.INT64),
                            FieldSchema.vector("v", Points.DIMENSION),
                            FieldSchema.of("n", DataType.INT64).asPartitionKey())),
                    2,
                    4,
                    ConsistencyLevel.STRONG,
                    Map.of()));
            node.createIndex(keyed, new IndexDefinition("v", "v", Map.of("index_type", "FLAT", "metric_type", "L2")));
            node.load(keyed);
            ColumnBatch rows = withNumbers(Points.range(0, 200, 0));
            node.insert(keyed, "", rows);
            assertThatThrownBy(() -> node.insert(keyed, "_default_0", rows)).isInstanceOf(Failure.Invalid.class);
            long inPartitions = 0;
            for (int number = 0; number < 4; number++) {
                long part = node.rowCount(keyed, "_default_" + number);
                assertThat(part).isBetween(1L, 199L);
                inPartitions += part;
            }
            assertThat(inPartitions).isEqualTo(200);
            node.upsert(keyed, "", Points.range(0, 200, 1234));
            assertThat(count(node, keyed)).isEqualTo(200);
            node.delete(keyed, "", new Keys.Longs(new long[] {5}));
        }
        try (VectorNode node = cluster.start("a", settings)) {
            assertThat(count(node, keyed)).isEqualTo(199);
            assertThat(Points.get(node, keyed, 6)).isEqualTo(Map.of(6L, 1234L));
        }
    }

    /** Each row's number is its id. */
    private static ColumnBatch withNumbers(ColumnBatch rows) {
        Map<Integer, Column> columns = new HashMap<>(rows.columns());
        Column.Longs ids = (Column.Longs) rows.column(100).orElseThrow();
        long[] numbers = new long[rows.rowCount()];
        java.util.Arrays.setAll(numbers, ids::get);
        columns.put(102, HeapColumns.longs(numbers));
        return new ColumnBatch(rows.rowCount(), columns);
    }
}
