package io.ocellus.annotation.store;

import java.util.stream.Stream;

/** Reads from the tables what one revision changed. Thread-safe; the streams hold no connection and one page in memory. */
public interface RevisionDeltas {
    /** Changed top-level shapes (skeletons with elements are reported when an element changed), by ascending id. */
    Stream<ShapeChange> shapes(long jobId, long revision);
}
