package io.ocellus.annotation.model;

import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables {@code label}, {@code attribute_spec} and {@code skeleton}. Thread-safe; works in the caller's transaction where there is one.
 * Reading a set of labels takes two queries, however many labels there are.
 */
public final class LabelStore {
    private final JdbcClient jdbc;

    public LabelStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A label and whose it is. */
    public record Owned(LabelOwner owner, Label label) {}

    /** The label set of the task: its project's, or its own. Top-level labels with their sublabels, by id. */
    public List<Label> ofTask(long taskId) {
        return top(read("""
                (l.task_id = (SELECT id FROM annotation.task WHERE id = :id AND project_id IS NULL)
                    OR l.project_id = (SELECT project_id FROM annotation.task WHERE id = :id))
                """, taskId));
    }

    /** The label set of the job's task. */
    public List<Label> ofJob(long jobId) {
        return jdbc.sql("SELECT task_id FROM annotation.job WHERE id = ?")
                .param(jobId)
                .query(Long.class)
                .optional()
                .map(this::ofTask)
                .orElse(List.of());
    }

    public List<Label> of(LabelOwner owner) {
        return top(read("l." + column(owner) + " = :id", owner.id()));
    }

    /** Whose labels the task uses; empty when there is no such task. */
    public Optional<LabelOwner> ownerForTask(long taskId) {
        return jdbc.sql("SELECT coalesce(project_id, 0) FROM annotation.task WHERE id = ?")
                .param(taskId)
                .query(Long.class)
                .optional()
                .map(project -> project == 0 ? new LabelOwner.OfTask(taskId) : new LabelOwner.OfProject(project));
    }

    /** A label of any level, with its sublabels. */
    public Optional<Owned> find(long id) {
        return find(List.of(id)).stream().findFirst();
    }

    /** Those that exist, with their sublabels, in the order of {@code ids}. */
    public List<Owned> find(Collection<Long> ids) {
        Long[] wanted = ids.toArray(Long[]::new);
        Map<Long, Owned> found = new HashMap<>();
        for (Owned owned : read("(l.id = ANY(:id) OR l.parent_id = ANY(:id))", wanted)) {
            found.put(owned.label().id(), owned);
        }
        return ids.stream()
                .filter(found::containsKey)
                .map(id -> owned(found, id))
                .toList();
    }

    /** Locks the owner's row, so that label sets change one after another. */
    public void lock(LabelOwner owner) {
        String table = owner instanceof LabelOwner.OfProject ? "project" : "task";
        jdbc.sql("SELECT id FROM annotation." + table + " WHERE id = ? FOR UPDATE")
                .param(owner.id())
                .query(Long.class)
                .optional();
    }

    public long create(LabelOwner owner, @Nullable Long parent, String name, String color, String type) {
        return jdbc.sql("INSERT INTO annotation.label (" + column(owner) + ", parent_id, name, color, type)"
                        + " VALUES (:owner, :parent, :name, :color, :type) RETURNING id")
                .param("owner", owner.id())
                .param("parent", parent, Types.BIGINT)
                .param("name", name)
                .param("color", color)
                .param("type", type)
                .query(Long.class)
                .single();
    }

    public void update(long id, String name, String color, String type) {
        jdbc.sql("UPDATE annotation.label SET name = ?, color = ?, type = ? WHERE id = ?")
                .params(name, color, type, id)
                .update();
    }

    public void setSkeleton(long labelId, String svg) {
        jdbc.sql("INSERT INTO annotation.skeleton (label_id, svg) VALUES (?, ?)"
                        + " ON CONFLICT (label_id) DO UPDATE SET svg = excluded.svg")
                .params(labelId, svg)
                .update();
    }

    /** Deletes the label with its sublabels; what they mark is the annotation store's to remove, before this. */
    public void delete(long id) {
        jdbc.sql("DELETE FROM annotation.label WHERE id = ?").param(id).update();
    }

    /** Adds an attribute, or replaces the one with this id. */
    public void saveAttribute(AttributeSpec spec) {
        String[] values = spec.values().toArray(String[]::new);
        if (spec.id() == 0) {
            jdbc.sql(
                            "INSERT INTO annotation.attribute_spec (label_id, name, mutable, input_type, default_value, values)"
                                    + " VALUES (?, ?, ?, ?, ?, ?)")
                    .params(spec.labelId(), spec.name(), spec.mutable(), spec.inputType(), spec.defaultValue(), values)
                    .update();
        } else {
            jdbc.sql(
                            "UPDATE annotation.attribute_spec SET name = ?, mutable = ?, input_type = ?, default_value = ?, values = ?"
                                    + " WHERE id = ? AND label_id = ?")
                    .params(
                            spec.name(),
                            spec.mutable(),
                            spec.inputType(),
                            spec.defaultValue(),
                            values,
                            spec.id(),
                            spec.labelId())
                    .update();
        }
    }

    /** All labels that meet the condition, each with its children among them. */
    private List<Owned> read(String where, Object id) {
        Map<Long, List<AttributeSpec>> attributes = new HashMap<>();
        jdbc.sql("SELECT a.* FROM annotation.attribute_spec a JOIN annotation.label l ON l.id = a.label_id WHERE "
                        + where + " ORDER BY a.id")
                .param("id", id)
                .query((row, number) -> new AttributeSpec(
                        row.getLong("id"),
                        row.getLong("label_id"),
                        row.getString("name"),
                        row.getBoolean("mutable"),
                        row.getString("input_type"),
                        row.getString("default_value"),
                        List.of((String[]) row.getArray("values").getArray())))
                .list()
                .forEach(spec -> attributes
                        .computeIfAbsent(spec.labelId(), key -> new ArrayList<>())
                        .add(spec));
        Map<Long, Owned> labels = new LinkedHashMap<>();
        jdbc.sql("SELECT l.*, s.svg FROM annotation.label l LEFT JOIN annotation.skeleton s ON s.label_id = l.id WHERE "
                        + where + " ORDER BY l.id")
                .param("id", id)
                .query((row, number) -> {
                    Long project = Rows.id(row, "project_id");
                    LabelOwner owner = project == null
                            ? new LabelOwner.OfTask(row.getLong("task_id"))
                            : new LabelOwner.OfProject(project);
                    return new Owned(
                            owner,
                            new Label(
                                    row.getLong("id"),
                                    row.getString("name"),
                                    row.getString("color"),
                                    row.getString("type"),
                                    Rows.id(row, "parent_id"),
                                    attributes.getOrDefault(row.getLong("id"), List.of()),
                                    List.of(),
                                    row.getString("svg")));
                })
                .list()
                .forEach(owned -> labels.put(owned.label().id(), owned));
        return withChildren(labels);
    }

    private static List<Owned> withChildren(Map<Long, Owned> labels) {
        Map<Long, List<Label>> children = new HashMap<>();
        for (Owned owned : labels.values()) {
            Long parent = owned.label().parentId();
            if (parent != null) {
                children.computeIfAbsent(parent, key -> new ArrayList<>()).add(owned.label());
            }
        }
        return labels.values().stream()
                .map(owned -> {
                    Label label = owned.label();
                    return new Owned(
                            owned.owner(),
                            new Label(
                                    label.id(),
                                    label.name(),
                                    label.color(),
                                    label.type(),
                                    label.parentId(),
                                    label.attributes(),
                                    List.copyOf(children.getOrDefault(label.id(), List.of())),
                                    label.svg()));
                })
                .toList();
    }

    private static Owned owned(Map<Long, Owned> found, Long id) {
        Owned owned = found.get(id);
        if (owned == null) {
            throw new IllegalStateException("label " + id + " vanished");
        }
        return owned;
    }

    private static List<Label> top(List<Owned> labels) {
        return labels.stream()
                .map(Owned::label)
                .filter(label -> label.parentId() == null)
                .toList();
    }

    private static String column(LabelOwner owner) {
        return switch (owner) {
            case LabelOwner.OfProject project -> "project_id";
            case LabelOwner.OfTask task -> "task_id";
        };
    }
}
