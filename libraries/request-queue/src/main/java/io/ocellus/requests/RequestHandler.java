package io.ocellus.requests;

/**
 * Does the work of one kind of request in a worker. May be run more than once for one request, on several machines, even at the same time
 * (a frozen worker wakes): so files go under a name that holds {@link Claim#fence()}, and the last transaction calls {@link Claim#complete}
 * or {@link Claim#checkFence}. Thread-safe.
 */
public interface RequestHandler {
    /** The queue it serves. */
    String queue();

    /** Whether it does this one. */
    boolean handles(BackgroundRequest request);

    /**
     * Does it. An {@link io.ocellus.annotation.model.Failure} other than {@code Unavailable} ends the request with its text; anything else is
     * tried again, a bounded number of times. An interrupt says that the claim is lost or the worker stops.
     */
    RequestResult handle(Claim claim) throws Exception;
}
