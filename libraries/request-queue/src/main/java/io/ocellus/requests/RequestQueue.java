package io.ocellus.requests;

import io.ocellus.annotation.model.Failure;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where work for the background is handed in and looked up. A submitted request is there when the caller's transaction commits, and is then
 * done at least once whatever dies; its result becomes visible once. Thread-safe.
 */
public final class RequestQueue {
    private final RequestStore store;
    private final RequestHints hints;

    public RequestQueue(RequestStore store, RequestHints hints) {
        this.store = store;
        this.hints = hints;
    }

    /**
     * Takes the work in, within the caller's transaction where there is one. A finished or failed request of the same id is replaced.
     *
     * @return the id as clients see it
     * @throws Failure.Conflict while a request of the same id is unfinished
     */
    public String submit(NewRequest request) {
        if (!store.insert(request)) {
            throw new Failure.Conflict("Such a request is being processed already: " + request.id());
        }
        String id = request.id().render();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    hints.send(request.queue(), id);
                }
            });
        } else {
            hints.send(request.queue(), id);
        }
        return id;
    }

    public Optional<BackgroundRequest> find(String id) {
        return store.find(id);
    }

    /** A user's requests, newest first. */
    public List<BackgroundRequest> ofOwner(long owner, int limit) {
        return store.ofOwner(owner, limit);
    }

    /** Takes back a request that no worker has begun; false when one has, or it is finished or gone. */
    public boolean cancel(String id) {
        return store.cancelQueued(id);
    }
}
