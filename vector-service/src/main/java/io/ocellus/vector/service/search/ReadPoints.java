package io.ocellus.vector.service.search;

import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.ConsistencyLevel;
import io.ocellus.vector.storage.ReadPoint;

/** How fresh a read must be, from what the request says: a level, the collection's own level, a timestamp, or the codes 1 and 2. */
final class ReadPoints {
    private static final long EVENTUALLY = 1;
    private static final long BOUNDED = 2;

    private ReadPoints() {}

    static ReadPoint of(CollectionInfo info, boolean useDefault, int requested, long guarantee) {
        ConsistencyLevel level = useDefault
                ? info.consistency()
                : ConsistencyLevel.ofCode(requested).orElse(info.consistency());
        return switch (level) {
            // Older clients name no level, which reads as Strong; their timestamp then says what they mean.
            case STRONG -> !useDefault && guarantee > 0 ? timestamp(guarantee) : new ReadPoint.Strong();
            case BOUNDED, EVENTUALLY -> new ReadPoint.Applied();
            case SESSION, CUSTOMIZED -> timestamp(guarantee);
        };
    }

    /** The pages of an iterator read at the timestamp that the first one told, so that no write since then shifts a row. */
    static ReadPoint ofPage(CollectionInfo info, boolean iterates, boolean useDefault, int requested, long guarantee) {
        return iterates && guarantee > BOUNDED
                ? new ReadPoint.Exactly(guarantee)
                : of(info, useDefault, requested, guarantee);
    }

    private static ReadPoint timestamp(long guarantee) {
        if (guarantee == 0) {
            return new ReadPoint.Strong();
        }
        return guarantee == EVENTUALLY || guarantee == BOUNDED
                ? new ReadPoint.Applied()
                : new ReadPoint.AtLeast(guarantee);
    }
}
