package io.ocellus.worker.embeddings;

/** The worker stops in the middle of a batch, which is not consumed. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
        super("the worker stops; the batch comes again after its next start");
    }
}
