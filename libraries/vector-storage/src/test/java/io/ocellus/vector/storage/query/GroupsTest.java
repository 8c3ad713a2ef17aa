package io.ocellus.vector.storage.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.ReadPoint;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows at 0, 1, 2, … on a line, row i in group i / 3; rows 9 to 11 have no value. */
class GroupsTest {
    private static final CollectionSchema SCHEMA = new CollectionSchema(List.of(
            FieldSchema.primaryKey("id", DataType.INT64).withId(100),
            FieldSchema.vector("v", 2).withId(101),
            FieldSchema.of("group", DataType.INT64).asNullable().withId(102)));

    private static List<Unit> units() {
        int rows = 12;
        long[] ids = new long[rows];
        long[] groups = new long[rows];
        float[] flat = new float[2 * rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = i;
            groups[i] = i / 3;
            flat[2 * i] = i;
        }
        BitSet nulls = new BitSet();
        nulls.set(9, 12);
        GrowingSegment segment = new GrowingSegment(1, 1, SCHEMA);
        segment.append(
                new ColumnBatch(
                        rows,
                        Map.of(
                                100, HeapColumns.longs(ids),
                                101, HeapColumns.vectors(2, flat),
                                102, HeapColumns.longs(DataType.INT64, groups, nulls))),
                1);
        return segment.published().stream()
                .map(block -> new Unit(block, Optional.empty(), 2, 0))
                .toList();
    }

    private static long[] found(float at, int limit, int offset, int size) {
        SearchRequest request = new SearchRequest(
                CollectionName.of("line"),
                List.of(),
                "v",
                List.of(new float[] {at, 0}),
                limit,
                offset,
                "L2",
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(),
                new ReadPoint.Strong(),
                false,
                Optional.of(new SearchRequest.Grouping(102, size)));
        SearchResult result =
                new SearchRun(request, SCHEMA, SCHEMA.field(101).orElseThrow(), 0, MetricType.L2).run(units(), 2);
        return ((Keys.Longs) result.keys()).values();
    }

    @Test
    void theNearestRowOfEachValueComesOnceBestGroupFirst() {
        assertThat(found(4.1f, 3, 0, 1)).containsExactly(4, 6, 2);
    }

    @Test
    void largerGroupsStandTogetherAndTheOffsetCountsGroups() {
        assertThat(found(4.1f, 2, 0, 2)).containsExactly(4, 5, 6, 7);
        assertThat(found(4.1f, 2, 1, 2)).containsExactly(6, 7, 2, 1);
    }

    @Test
    void rowsWithoutAValueMakeOneGroup() {
        assertThat(found(11f, 4, 0, 1)).containsExactly(11, 8, 5, 2);
        assertThat(found(11f, 100, 0, 3)).hasSize(12);
    }
}
