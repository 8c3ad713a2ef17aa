package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.log.EpochFilter;
import io.ocellus.vector.storage.log.LogRecord;
import io.ocellus.vector.storage.log.RecordCodec;
import io.ocellus.vector.storage.log.RecordHeader;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.log.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log partition into the shards: records below the last fence's epoch do not count, a write counts at its last part and only if all
 * its parts came in order. Confined to one thread.
 */
final class Replay {
    private static final Logger log = LoggerFactory.getLogger(Replay.class);

    private final ShardState state;
    private final EpochFilter filter;
    private final List<LogRecord> parts = new ArrayList<>();
    private long lastTimestamp;
    private long bytes;

    Replay(ShardState state, long epoch) {
        this.state = state;
        this.filter = new EpochFilter(epoch);
    }

    /** The epoch of the last fence seen. */
    long epoch() {
        return filter.epoch();
    }

    /** The greatest timestamp of a record that counts. */
    long lastTimestamp() {
        return lastTimestamp;
    }

    long bytes() {
        return bytes;
    }

    void accept(WriteAheadLog.Entry entry) {
        bytes += entry.record().length;
        RecordHeader header = RecordCodec.header(entry.record());
        boolean fence = RecordCodec.isFence(entry.record());
        if (!filter.accept(header, fence)) {
            return;
        }
        if (fence) {
            parts.clear();
            return;
        }
        if (header.part() != parts.size() || (header.part() > 0 && !sameWrite(header))) {
            parts.clear();
            if (header.part() != 0) {
                return;
            }
        }
        try (TraceId.Lines _ = header.trace().lines()) {
            apply(entry, header);
        }
    }

    private void apply(WriteAheadLog.Entry entry, RecordHeader header) {
        parts.add(RecordCodec.decode(entry.record()));
        if (header.last()) {
            lastTimestamp = Math.max(lastTimestamp, header.timestamp());
            for (LogRecord part : parts) {
                state.apply(part, entry.offset(), header.timestamp());
            }
            parts.clear();
            log.debug("Replayed at offset {} with timestamp {}", entry.offset(), header.timestamp());
        }
    }

    private boolean sameWrite(RecordHeader header) {
        RecordHeader first = parts.getFirst().header();
        return first.write() == header.write()
                && first.epoch() == header.epoch()
                && first.collection() == header.collection();
    }
}
