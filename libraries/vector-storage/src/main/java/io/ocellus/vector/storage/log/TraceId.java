package io.ocellus.vector.storage.log;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.MDC;

/**
 * Which call something was done for: the trace id of W3C's trace context, 16 bytes, none of which may all be zero. It stands in the log lines
 * of its thread as {@code traceId}, and in the records of the log, so that what the owner or a later reader does for a call can be found.
 */
public record TraceId(long high, long low) {
    public static final TraceId NONE = new TraceId(0, 0);
    private static final String KEY = "traceId";
    private static final HexFormat HEX = HexFormat.of();

    /** Reads 32 hexadecimal digits, or a whole {@code traceparent} header. */
    public static Optional<TraceId> parse(String text) {
        String id = text.strip();
        if (id.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*")) {
            id = id.substring(3, 35);
        }
        if (!id.matches("[0-9a-f]{32}")) {
            return Optional.empty();
        }
        TraceId read = new TraceId(HexFormat.fromHexDigitsToLong(id, 0, 16), HexFormat.fromHexDigitsToLong(id, 16, 32));
        return read.equals(NONE) ? Optional.empty() : Optional.of(read);
    }

    public static TraceId fresh(RandomGenerator random) {
        return new TraceId(random.nextLong(), random.nextLong() | 1);
    }

    /** That of the present thread's log lines. */
    public static TraceId current() {
        return Optional.ofNullable(MDC.get(KEY)).flatMap(TraceId::parse).orElse(NONE);
    }

    /** Puts it into the thread's log lines until it is closed; what stood there before comes back. */
    public Lines lines() {
        String before = MDC.get(KEY);
        if (!equals(NONE)) {
            MDC.put(KEY, toString());
        }
        return () -> {
            if (before == null) {
                MDC.remove(KEY);
            } else {
                MDC.put(KEY, before);
            }
        };
    }

    /** Ends with {@link #close}. */
    public interface Lines extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public String toString() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
