package io.ocellus.vector.storage;

/** How fresh a read must be. */
public sealed interface ReadPoint {
    /** Sees every write acknowledged before the read began, by whichever process. */
    record Strong() implements ReadPoint {}

    /** Sees what the owner has applied; no round trip to the log. Bounded and Eventually. */
    record Applied() implements ReadPoint {}

    /** Sees at least what was written up to the timestamp (Session, Customized). Refused when more than a second ahead. */
    record AtLeast(long timestamp) implements ReadPoint {}

    /** Sees exactly what was visible at the timestamp: the later pages of an iterator. */
    record Exactly(long timestamp) implements ReadPoint {}
}
