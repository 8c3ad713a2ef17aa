package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.QueryResult;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.PickedColumns;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.RowBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One query over pinned units: matching rows by primary key, a key once (its latest row). Confined to one thread. */
final class QueryRun {
    private static final int MOST_WITHOUT_LIMIT = 16_384 * 8;

    private final QueryRequest request;
    private final CollectionSchema schema;

    QueryRun(QueryRequest request, CollectionSchema schema) {
        this.request = request;
        this.schema = schema;
    }

    private record Row(Comparable<?> key, long timestamp, int unit, int row) {}

    QueryResult run(List<Unit> units, long timestamp) {
        int wanted = request.limit().map(limit -> limit + request.offset()).orElse(MOST_WITHOUT_LIMIT + 1);
        List<Row> rows = new ArrayList<>();
        for (int u = 0; u < units.size(); u++) {
            collect(units.get(u), u, wanted, rows);
        }
        rows.sort(Comparator.<Row, Comparable<Object>>comparing(row -> comparable(row.key))
                .thenComparing(Comparator.comparingLong(Row::timestamp).reversed()));
        List<Row> distinct = new ArrayList<>();
        for (Row row : rows) {
            if (distinct.isEmpty() || !distinct.getLast().key.equals(row.key)) {
                distinct.add(row);
                if (distinct.size() == wanted) {
                    break;
                }
            }
        }
        if (request.limit().isEmpty() && distinct.size() > MOST_WITHOUT_LIMIT) {
            throw new Failure.Invalid("the query matches more than " + MOST_WITHOUT_LIMIT + " rows, set a limit");
        }
        List<Row> page = distinct.subList(Math.min(request.offset(), distinct.size()), distinct.size());
        return new QueryResult(batch(page, units), timestamp);
    }

    @SuppressWarnings("unchecked") // keys of one collection are all Long or all String
    private static Comparable<Object> comparable(Comparable<?> key) {
        return (Comparable<Object>) key;
    }

    private void collect(Unit unit, int number, int wanted, List<Row> rows) {
        RowBlock block = unit.block();
        if (block.rowCount() == 0) {
            return;
        }
        RowSet selected = Selection.of(unit, schema, request.filter());
        Column keys = block.keys();
        int distinct = 0;
        Object last = new Object();
        for (int row = selected.next(0); row >= 0; row = selected.next(row + 1)) {
            Comparable<?> key = keys instanceof Column.Longs longs ? longs.get(row) : ((Column.Texts) keys).get(row);
            if (block.sealed() && !key.equals(last)) {
                // Sealed rows come in the order of their keys: no later one can be among the wanted.
                if (distinct++ == wanted) {
                    return;
                }
                last = key;
            }
            rows.add(new Row(key, block.timestamp(row), number, row));
        }
    }

    private io.ocellus.vector.storage.columns.ColumnBatch batch(List<Row> page, List<Unit> units) {
        int[] sources = new int[page.size()];
        int[] rows = new int[page.size()];
        for (int i = 0; i < rows.length; i++) {
            sources[i] = page.get(i).unit;
            rows[i] = page.get(i).row;
        }
        List<FieldSchema> fields = schema.fields().stream()
                .filter(field -> request.outputFields().contains(field.id()))
                .toList();
        return PickedColumns.batch(fields, units.stream().map(Unit::block).toList(), new Picks(sources, rows));
    }
}
