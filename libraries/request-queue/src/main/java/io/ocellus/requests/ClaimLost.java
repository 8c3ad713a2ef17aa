package io.ocellus.requests;

/** The request belongs to another worker by now, was cancelled, or is finished: nothing of this attempt may become visible. */
public final class ClaimLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClaimLost(String id, long fence) {
        super("claim " + fence + " of request " + id + " is lost");
    }
}
