package io.ocellus.annotation.lists;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a list may be asked for: its rows and the names that search, filters and sorting know. Built once, then only read.
 *
 * <pre>{@code
 * ListDefinition.rows("annotation.task t LEFT JOIN annotation.project p ON p.id = t.project_id", "t.id")
 *     .search("name", "t.name").simple("name")
 *     .number("project_id", "t.project_id").simple("project_id")
 *     .sort("-id")
 * }</pre>
 */
public final class ListDefinition {
    private final String from;
    private final String id;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Set<String> searched = new LinkedHashSet<>();
    private final Set<String> simple = new LinkedHashSet<>();
    private String defaultSort = "id";

    private ListDefinition(String from, String id) {
        this.from = from;
        this.id = id;
        columns.put("id", new Column("id", id, Column.Kind.NUMBER));
    }

    /**
     * @param from tables and joins, each row of the list once
     * @param id expression of the row's id, unique
     */
    public static ListDefinition rows(String from, String id) {
        return new ListDefinition(from, id);
    }

    /** A text that search looks into, filters compare and sorting orders. */
    public ListDefinition search(String name, String sql) {
        searched.add(name);
        return text(name, sql);
    }

    public ListDefinition text(String name, String sql) {
        return column(name, sql, Column.Kind.TEXT);
    }

    public ListDefinition number(String name, String sql) {
        return column(name, sql, Column.Kind.NUMBER);
    }

    public ListDefinition flag(String name, String sql) {
        return column(name, sql, Column.Kind.FLAG);
    }

    public ListDefinition moment(String name, String sql) {
        return column(name, sql, Column.Kind.MOMENT);
    }

    /** These may also stand alone in the query: {@code ?name=value}. */
    public ListDefinition simple(String... names) {
        for (String name : names) {
            if (!columns.containsKey(name)) {
                throw new IllegalArgumentException("no field " + name);
            }
            simple.add(name);
        }
        return this;
    }

    /** The order when none is asked for; a minus before the name: descending. */
    public ListDefinition sort(String order) {
        defaultSort = order;
        return this;
    }

    private ListDefinition column(String name, String sql, Column.Kind kind) {
        columns.put(name, new Column(name, sql, kind));
        return this;
    }

    String from() {
        return from;
    }

    String id() {
        return id;
    }

    Map<String, Column> columns() {
        return columns;
    }

    Set<String> searched() {
        return searched;
    }

    Set<String> simple() {
        return simple;
    }

    String defaultSort() {
        return defaultSort;
    }
}
