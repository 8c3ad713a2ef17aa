package io.ocellus.requests;

/** A worker's hold on a request for as long as its lease is renewed. Thread-safe. */
public final class Claim {
    private final BackgroundRequest request;
    private final RequestStore store;
    private volatile boolean lost;

    Claim(BackgroundRequest request, RequestStore store) {
        this.request = request;
        this.store = store;
    }

    public BackgroundRequest request() {
        return request;
    }

    /** Unique over all claims ever, growing: part of the name of whatever this attempt writes. */
    public long fence() {
        return request.fence();
    }

    /** Shows how far it is, 0 to 1, with a word for people. Throws {@link ClaimLost}. */
    public void progress(double done, String message) {
        if (lost || !store.progress(request.id(), request.fence(), done, message)) {
            lost = true;
            throw new ClaimLost(request.id(), request.fence());
        }
    }

    /**
     * In the last transaction of the work: locks the request's row and throws {@link ClaimLost} unless this claim still holds, so that the
     * transaction's effects are there only for the holder.
     */
    public void checkFence() {
        if (lost || !store.lock(request.id(), request.fence())) {
            lost = true;
            throw new ClaimLost(request.id(), request.fence());
        }
    }

    /** Like {@link #checkFence}, and makes the result visible in the same transaction. The handler then returns the same result. */
    public void complete(RequestResult result) {
        if (lost || !store.finish(request.id(), request.fence(), result)) {
            lost = true;
            throw new ClaimLost(request.id(), request.fence());
        }
    }

    /** Whether the claim is known to be lost; long work asks now and then. */
    public boolean isLost() {
        return lost;
    }

    void lose() {
        lost = true;
    }
}
