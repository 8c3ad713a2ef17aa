package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.Metadata.PendingDdl;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.shards.LogPartition;
import io.ocellus.vector.storage.shards.WriteCommand;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The coordinator's changes of definition, one at a time: committed as pending, appended to the log partitions of the collection, then done.
 * What a crash leaves pending is appended again.
 */
final class Coordinator {
    private final Active active;
    private final ReentrantLock changes = new ReentrantLock();

    Coordinator(Active active) {
        this.active = active;
    }

    /** One change of definition at a time. */
    <T> T changing(java.util.function.Supplier<T> change) {
        changes.lock();
        try {
            return change.get();
        } finally {
            changes.unlock();
        }
    }

    /** Finishes what was committed and perhaps not logged. */
    void finishPending() {
        changes.lock();
        try {
            for (PendingDdl ddl : active.metadata().pendingDdl()) {
                Optional<CollectionRecord> collection = active.catalog().find(ddl.collection());
                collection.ifPresent(c -> append(c, ddl));
                active.metadata().run(() -> {
                    if (ddl.kind().equals("drop_collection")) {
                        active.metadata().deleteCollection(ddl.collection());
                    } else if (ddl.kind().equals("create_collection")) {
                        active.metadata().setState(ddl.collection(), "ready");
                    }
                    active.metadata().deleteDdl(ddl.id());
                });
            }
        } finally {
            changes.unlock();
        }
    }

    PendingDdl ddl(String kind, long collection, long subject) {
        long id = active.objectIds().next();
        String body = "{\"id\":" + id + ",\"kind\":\"" + kind + "\",\"collection\":" + collection + ",\"subject\":"
                + subject + "}";
        return new PendingDdl(id, collection, kind, body);
    }

    void append(CollectionRecord collection, PendingDdl ddl) {
        for (ShardInfo shard : collection.shards()) {
            LogPartition.await(active.owner(shard.logPartition())
                    .write(new WriteCommand.Ddl(collection.id(), shard.number(), ddl.body()), TraceId.current()));
        }
    }
}
