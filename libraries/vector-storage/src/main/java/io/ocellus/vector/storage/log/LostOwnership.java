package io.ocellus.vector.storage.log;

/** Another owner fenced this one off: it must step down and acknowledge nothing more. */
public final class LostOwnership extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostOwnership(int partition, long epoch) {
        super("log partition " + partition + " has an owner with a higher epoch than " + epoch);
    }
}
