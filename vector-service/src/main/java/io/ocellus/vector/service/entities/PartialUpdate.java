package io.ocellus.vector.service.entities;

import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.KeyFilter;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.ReadPoint;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.PickedColumns;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An upsert that names some of the fields: the others keep what the row of that key has. A key that is not there yet is inserted, and then
 * needs every field. As in Milvus, of two partial updates of one row at the same time the later may undo the earlier.
 */
final class PartialUpdate {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final VectorDatabase database;
    private final CollectionInfo info;
    private final CollectionSchema schema;
    private final String partition;

    PartialUpdate(VectorDatabase database, CollectionInfo info, String partition) {
        this.database = database;
        this.info = info;
        this.schema = info.schema();
        this.partition = partition;
    }

    /** The given rows with what they lack from the rows that are there. */
    ColumnBatch merged(ColumnBatch given) {
        FieldSchema key = schema.primaryKey();
        Column keys = given.column(key.id())
                .orElseThrow(() -> Refusal.invalid("must assign pk when upsert, primary field: " + key.name()));
        ColumnBatch present = present(keys(keys));
        int[] places = places(keys, present.column(key.id()).orElseThrow());
        Map<Integer, Column> columns = new LinkedHashMap<>(given.columns());
        for (int place : places) {
            if (place < 0) {
                // A new row: what it lacks must be optional. Checked on a copy, which the check completes.
                Rows.complete(schema, new HashMap<>(columns), given.rowCount(), true);
            }
        }
        int[] sources = new int[places.length];
        int[] rows = new int[places.length];
        for (int row = 0; row < places.length; row++) {
            sources[row] = places[row] < 0 ? 1 : 0;
            rows[row] = Math.max(0, places[row]);
        }
        ColumnBatch nothing = new ColumnBatch(1, Map.of());
        for (FieldSchema field : schema.fields()) {
            Column named = given.columns().get(field.id());
            if (named == null && field.dynamic()) {
                columns.put(field.id(), documents(emptyDocuments(given.rowCount()), present, places));
            } else if (named == null) {
                columns.put(field.id(), PickedColumns.copy(field, List.of(present, nothing), new Picks(sources, rows)));
            } else if (field.dynamic()) {
                columns.put(field.id(), documents((Column.Documents) named, present, places));
            }
        }
        return new ColumnBatch(given.rowCount(), columns);
    }

    private ColumnBatch present(Keys keys) {
        return database.query(new QueryRequest(
                        info.name(),
                        partition.isEmpty() ? List.of() : List.of(partition),
                        Optional.of(new KeyFilter(schema.primaryKey(), keys)),
                        schema.fields().stream().map(FieldSchema::id).toList(),
                        Optional.empty(),
                        0,
                        new ReadPoint.Strong(),
                        false))
                .rows();
    }

    private static Keys keys(Column column) {
        if (column instanceof Column.Longs longs) {
            long[] values = new long[longs.size()];
            java.util.Arrays.setAll(values, longs::get);
            return new Keys.Longs(values);
        }
        List<String> values = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            values.add(((Column.Texts) column).get(row));
        }
        return new Keys.Texts(values);
    }

    /** Where each given key stands among the present rows; -1 for a new one. */
    private static int[] places(Column given, Column present) {
        Map<Object, Integer> byKey = new HashMap<>();
        for (int row = 0; row < present.size(); row++) {
            byKey.put(key(present, row), row);
        }
        int[] places = new int[given.size()];
        for (int row = 0; row < places.length; row++) {
            places[row] = byKey.getOrDefault(key(given, row), -1);
        }
        return places;
    }

    private static Object key(Column column, int row) {
        return column instanceof Column.Longs longs ? (Object) longs.get(row) : ((Column.Texts) column).get(row);
    }

    private static Column.Documents emptyDocuments(int rows) {
        byte[][] empty = new byte[rows][];
        java.util.Arrays.fill(empty, new byte[] {'{', '}'});
        return HeapColumns.documents(empty, HeapColumns.noNulls());
    }

    /** The dynamic field key by key: given ones replace, the others stay. */
    private Column documents(Column.Documents given, ColumnBatch present, int[] places) {
        int field = schema.dynamicField().orElseThrow().id();
        Optional<Column> before = present.column(field);
        byte[][] merged = new byte[given.size()][];
        for (int row = 0; row < merged.length; row++) {
            merged[row] = given.get(row);
            if (places[row] >= 0 && before.isPresent()) {
                ObjectNode document = object(((Column.Documents) before.get()).get(places[row]));
                document.setAll(object(given.get(row)));
                merged[row] = JSON.writeValueAsBytes(document);
            }
        }
        return HeapColumns.documents(merged, new BitSet());
    }

    private static ObjectNode object(byte[] document) {
        JsonNode parsed = document.length == 0 ? JSON.createObjectNode() : JSON.readTree(document);
        return parsed instanceof ObjectNode object ? object : JSON.createObjectNode();
    }
}
