package io.ocellus.vector.service.search;

import io.milvus.grpc.IDs;
import io.milvus.grpc.SearchRequest;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.KeyFilter;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Query vectors given by the keys of rows: the vectors of those rows, in the order of the keys. */
final class KeyedQueries {
    private static final int MOST = 16_384;

    private final VectorDatabase database;

    KeyedQueries(VectorDatabase database) {
        this.database = database;
    }

    List<float[]> vectors(CollectionInfo info, SearchRequest request, FieldSchema field) {
        FieldSchema key = info.schema().primaryKey();
        Keys keys = keys(request.getIds(), key);
        if (keys.size() < 1 || keys.size() > MOST) {
            throw Refusal.unexpected("nq [" + keys.size()
                    + "] is invalid, nq (number of search vector per search request) should be in range [1, " + MOST
                    + "], but got " + keys.size());
        }
        ColumnBatch rows = database.query(new QueryRequest(
                        info.name(),
                        List.of(),
                        Optional.of(new KeyFilter(key, keys)),
                        List.of(key.id(), field.id()),
                        Optional.empty(),
                        0,
                        ReadPoints.of(
                                info,
                                request.getUseDefaultConsistency(),
                                request.getConsistencyLevelValue(),
                                request.getGuaranteeTimestamp()),
                        false))
                .rows();
        Map<Object, Integer> places = new HashMap<>();
        Column found = rows.column(key.id()).orElseThrow();
        for (int row = 0; row < rows.rowCount(); row++) {
            places.put(found instanceof Column.Longs longs ? longs.get(row) : ((Column.Texts) found).get(row), row);
        }
        Column.Vectors vectors = (Column.Vectors) rows.column(field.id()).orElseThrow();
        List<float[]> queries = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Object wanted = switch (keys) {
                case Keys.Longs(long[] values) -> (Object) values[i];
                case Keys.Texts(List<String> values) -> values.get(i);
            };
            Integer row = places.get(wanted);
            if (row == null) {
                throw Refusal.invalid("some of the provided primary key IDs do not exist: " + wanted);
            }
            float[] query = new float[field.dimension()];
            vectors.copy(row, query, 0);
            queries.add(query);
        }
        return queries;
    }

    private static Keys keys(IDs ids, FieldSchema key) {
        if (key.type() == DataType.INT64 && ids.hasIntId()) {
            return new Keys.Longs(ids.getIntId().getDataList().stream()
                    .mapToLong(Long::longValue)
                    .toArray());
        }
        if (key.type() == DataType.VARCHAR && ids.hasStrId()) {
            return new Keys.Texts(List.copyOf(ids.getStrId().getDataList()));
        }
        throw Refusal.invalid(
                key.type().label(), ids.getIdFieldCase().name(), "the ids are not of the primary key's type");
    }
}
