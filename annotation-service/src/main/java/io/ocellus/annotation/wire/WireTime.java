package io.ocellus.annotation.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** CVAT's form of a moment: {@code 2026-11-25T20:39:52.123456Z}; six digits of a second, or none when it is a whole one. */
public final class WireTime {
    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private WireTime() {}

    public static String of(Instant moment) {
        Instant micros = moment.truncatedTo(ChronoUnit.MICROS);
        return (micros.equals(micros.truncatedTo(ChronoUnit.SECONDS)) ? WHOLE : MICROS).format(micros);
    }

    public static @Nullable String ofNullable(@Nullable Instant moment) {
        return moment == null ? null : of(moment);
    }
}
