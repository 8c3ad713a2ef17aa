package io.ocellus.annotation.lists;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.BaseUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The query of a list, as a client wrote it. Immutable; parsing a filter happens in {@link #condition}. */
final class ListRequest {
    static final int DEFAULT_SIZE = 10;
    static final int LARGEST_SIZE = 500;
    private static final int SEARCH_TERMS = 16;

    private final String url;
    private final Map<String, String[]> parameters;

    private ListRequest(String url, Map<String, String[]> parameters) {
        this.url = url;
        this.parameters = parameters;
    }

    static ListRequest of(HttpServletRequest request) {
        return new ListRequest(
                BaseUrl.of(request).to(request.getRequestURI()), new TreeMap<>(request.getParameterMap()));
    }

    static ListRequest of(String url, Map<String, String> parameters) {
        Map<String, String[]> all = new TreeMap<>();
        parameters.forEach((name, value) -> all.put(name, new String[] {value}));
        return new ListRequest(url, all);
    }

    /** Rows a page; what cannot be read counts as not given, as in CVAT. */
    int size() {
        String text = get("page_size");
        if (text == null) {
            return DEFAULT_SIZE;
        }
        if (text.equals("all")) {
            return LARGEST_SIZE;
        }
        try {
            long size = Long.parseLong(text.strip());
            return size <= 0 ? DEFAULT_SIZE : (int) Math.min(size, LARGEST_SIZE);
        } catch (NumberFormatException e) {
            return DEFAULT_SIZE;
        }
    }

    /** The page, from 1; there are {@code count} rows in all. */
    long page(long count) {
        String text = get("page");
        long last = Math.max(1, (count + size() - 1) / size());
        if (text == null || text.isEmpty()) {
            return 1;
        }
        if (text.equals("last")) {
            return last;
        }
        try {
            long page = Long.parseLong(text.strip());
            if (page >= 1 && page <= last) {
                return page;
            }
        } catch (NumberFormatException e) {
            throw new Failure.NotFound("Invalid page.");
        }
        throw new Failure.NotFound("Invalid page.");
    }

    Condition condition(ListDefinition definition) {
        Condition all = Condition.ALL;
        for (String name : definition.simple()) {
            String value = get(name);
            if (value != null && !value.isEmpty()) {
                all = all.and(equal(column(definition, name), value));
            }
        }
        String filter = get("filter");
        if (filter != null && !filter.isEmpty()) {
            all = all.and(JsonLogic.parse(filter, definition.columns()));
        }
        String search = get("search");
        if (search != null && !search.isBlank() && !definition.searched().isEmpty()) {
            all = all.and(search(definition, search));
        }
        return all;
    }

    private static Condition equal(Column column, String value) {
        Object parameter = column.read(value)
                .orElseThrow(() -> Failure.Invalid.field(
                        column.name(),
                        column.kind() == Column.Kind.NUMBER ? "Enter a number." : "Enter a valid value."));
        return Condition.of(column.sql() + " = ?", parameter);
    }

    /** Each word must stand in one of the searched fields. */
    private static Condition search(ListDefinition definition, String search) {
        if (search.indexOf('\0') >= 0) {
            throw Failure.Invalid.field("search", "Null characters are not allowed.");
        }
        String[] words = search.strip().split("[\\s,]+");
        if (words.length > SEARCH_TERMS) {
            throw Failure.Invalid.field("search", "At most " + SEARCH_TERMS + " words.");
        }
        Condition all = Condition.ALL;
        for (String word : words) {
            String pattern =
                    "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
            Condition any = Condition.NONE;
            for (String name : definition.searched()) {
                any = any.or(Condition.of(column(definition, name).sql() + " ILIKE ?", pattern));
            }
            all = all.and(any);
        }
        return all;
    }

    /** The ORDER BY terms; unknown names are left out, as in CVAT, and the id makes the order total. */
    String order(ListDefinition definition) {
        List<String> terms = terms(definition, get("sort"));
        if (terms.isEmpty()) {
            terms = terms(definition, definition.defaultSort());
        }
        if (terms.stream().noneMatch(term -> term.startsWith(definition.id() + " "))) {
            terms.add(definition.id() + " ASC");
        }
        return String.join(", ", terms);
    }

    private static List<String> terms(ListDefinition definition, @Nullable String sort) {
        List<String> terms = new ArrayList<>();
        for (String name : (sort == null ? "" : sort).split(",", 16)) {
            boolean descending = name.strip().startsWith("-");
            Column column = definition.columns().get(descending ? name.strip().substring(1) : name.strip());
            if (column != null) {
                terms.add(column.sql() + (descending ? " DESC" : " ASC"));
            }
        }
        return terms;
    }

    <T> Page<T> answer(long count, long page, List<T> results) {
        boolean more = page * size() < count;
        return new Page<>(count, more ? url(page + 1) : null, page > 1 ? url(page - 1) : null, results);
    }

    private String url(long page) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        Map<String, String[]> all = new TreeMap<>(parameters);
        if (page == 1) {
            all.remove("page");
        } else {
            all.put("page", new String[] {String.valueOf(page)});
        }
        all.forEach((name, values) -> {
            for (String value : values) {
                query.add(encode(name) + "=" + encode(value));
            }
        });
        return url + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Column column(ListDefinition definition, String name) {
        Column column = definition.columns().get(name);
        if (column == null) {
            throw new IllegalStateException("no field " + name);
        }
        return column;
    }

    private @Nullable String get(String name) {
        String[] values = parameters.get(name);
        return values == null || values.length == 0 ? null : values[values.length - 1];
    }
}
