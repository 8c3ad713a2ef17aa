package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The labels that annotations of one task may have, with what attributes they take. Immutable. */
final class LabelSet {
    private final Map<Long, Entry> labels;

    private LabelSet(Map<Long, Entry> labels) {
        this.labels = labels;
    }

    /** @param parentId of the skeleton label that it is a joint of, or 0 */
    record Entry(long id, long parentId, Map<Long, Spec> specs) {
        boolean has(long specId) {
            return specs.containsKey(specId);
        }
    }

    record Spec(long id, boolean mutable, String defaultValue) {}

    /** Which attributes belong to a place: shapes and tags take all, tracks the immutable, keyframes the mutable ones. */
    enum Kind {
        ALL,
        IMMUTABLE,
        MUTABLE;

        boolean takes(Spec spec) {
            return switch (this) {
                case ALL -> true;
                case IMMUTABLE -> !spec.mutable();
                case MUTABLE -> spec.mutable();
            };
        }
    }

    static LabelSet ofTask(JdbcClient jdbc, long taskId) {
        Map<Long, Entry> labels = new HashMap<>();
        jdbc.sql("SELECT l.id, coalesce(l.parent_id, 0), a.id, a.mutable, a.default_value FROM annotation.label l"
                        + " LEFT JOIN annotation.attribute_spec a ON a.label_id = l.id"
                        + " WHERE l.task_id = :task OR l.project_id = (SELECT project_id FROM annotation.task WHERE id = :task)"
                        + " ORDER BY l.id, a.id")
                .param("task", taskId)
                .query(rs -> {
                    long id = rs.getLong(1);
                    Entry entry = labels.get(id);
                    if (entry == null) {
                        entry = new Entry(id, rs.getLong(2), new LinkedHashMap<>());
                        labels.put(id, entry);
                    }
                    long spec = rs.getLong(3);
                    if (!rs.wasNull()) {
                        entry.specs().put(spec, new Spec(spec, rs.getBoolean(4), rs.getString(5)));
                    }
                });
        return new LabelSet(labels);
    }

    @Nullable
    Entry find(long labelId) {
        return labels.get(labelId);
    }

    /** The attributes with defaults for those that lack; values of attributes that the label lost are left out. */
    List<AttributeValue> complete(long labelId, List<AttributeValue> given, Kind kind) {
        Entry entry = labels.get(labelId);
        if (entry == null || entry.specs().isEmpty()) {
            return List.of();
        }
        List<AttributeValue> all = new ArrayList<>(entry.specs().size());
        for (AttributeValue value : given) {
            Spec spec = entry.specs().get(value.specId());
            if (spec != null && kind.takes(spec)) {
                all.add(value);
            }
        }
        for (Spec spec : entry.specs().values()) {
            if (kind.takes(spec) && !names(all, spec.id())) {
                all.add(new AttributeValue(spec.id(), spec.defaultValue()));
            }
        }
        return all;
    }

    static boolean names(List<AttributeValue> values, long specId) {
        for (AttributeValue value : values) {
            if (value.specId() == specId) {
                return true;
            }
        }
        return false;
    }
}
