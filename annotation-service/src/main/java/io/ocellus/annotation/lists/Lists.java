package io.ocellus.annotation.lists;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Answers lists: counts the rows that the caller may see and that the query asks for, then reads one page of ids, at most
 * {@value ListRequest#LARGEST_SIZE}. Thread-safe; two queries and what {@code rows} needs.
 */
public final class Lists {
    private final JdbcClient jdbc;

    public Lists(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param visible the rows that the caller may see at all
     * @param rows reads the rows of these ids, in this order
     */
    public <T> Page<T> page(
            HttpServletRequest request,
            ListDefinition definition,
            Condition visible,
            Function<List<Long>, List<T>> rows) {
        return page(ListRequest.of(request), definition, visible, rows);
    }

    <T> Page<T> page(
            ListRequest request, ListDefinition definition, Condition visible, Function<List<Long>, List<T>> rows) {
        Condition where = visible.and(request.condition(definition));
        long count = jdbc.sql("SELECT count(*) FROM " + definition.from() + " WHERE " + where.sql())
                .params(where.parameters())
                .query(Long.class)
                .single();
        long page = request.page(count);
        if (count == 0) {
            return Page.empty();
        }
        List<Long> ids = jdbc.sql("SELECT " + definition.id() + " FROM " + definition.from() + " WHERE " + where.sql()
                        + " ORDER BY " + request.order(definition) + " LIMIT " + request.size() + " OFFSET "
                        + (page - 1) * request.size())
                .params(where.parameters())
                .query(Long.class)
                .list();
        return request.answer(count, page, rows.apply(ids));
    }
}
