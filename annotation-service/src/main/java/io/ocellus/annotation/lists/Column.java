package io.ocellus.annotation.lists;

import io.ocellus.annotation.model.Failure;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A field that lists know: the SQL expression behind it and how a client's value for it is read.
 *
 * @param sql an expression of ours, never of a client
 */
record Column(String name, String sql, Kind kind) {
    enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        MOMENT
    }

    /** The parameter for a value of JSON logic; numbers may come as text, as cvat-core sends ids. */
    Object parameter(JsonNode value) {
        if (value.isArray() || value.isObject()) {
            throw wrong(value.toString());
        }
        return parameter(value.isBoolean() ? String.valueOf(value.asBoolean()) : value.asString());
    }

    Object parameter(String text) {
        return read(text).orElseThrow(() -> wrong(text));
    }

    Optional<Object> read(String text) {
        try {
            return Optional.ofNullable(
                    switch (kind) {
                        case TEXT -> text.indexOf('\0') < 0 ? text : null;
                        case NUMBER -> Long.valueOf(text.strip());
                        case FLAG ->
                            switch (text.toLowerCase(Locale.ROOT)) {
                                case "true", "1" -> true;
                                case "false", "0" -> false;
                                default -> null;
                            };
                        case MOMENT -> Timestamp.from(moment(text.strip()));
                    });
        } catch (NumberFormatException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Failure wrong(String text) {
        String shown = text.length() <= 64 ? text : text.substring(0, 64) + "…";
        return new Failure.Invalid("filter: '" + shown + "' is not a value for '" + name + "'");
    }

    private static Instant moment(String text) {
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return text.endsWith("Z") || text.length() < 20
                ? Instant.parse(text)
                : OffsetDateTime.parse(text).toInstant();
    }
}
