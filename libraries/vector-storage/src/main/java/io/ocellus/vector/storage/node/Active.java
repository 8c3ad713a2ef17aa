package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.Metadata;
import io.ocellus.vector.storage.log.WriteAheadLog;
import io.ocellus.vector.storage.query.Reader.Served;
import io.ocellus.vector.storage.segments.LocalFiles;
import io.ocellus.vector.storage.shards.LogPartition;
import io.ocellus.vector.storage.shards.Maintenance;
import io.ocellus.vector.storage.shards.Recovery;
import io.ocellus.vector.storage.shards.ShardKey;
import io.ocellus.vector.storage.shards.ShardView;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All roles in this process for as long as it holds one lease: the coordinator's metadata, every log partition, their upkeep. Given up whole
 * when the lease or a partition goes to somebody else; a partition that failed otherwise is opened anew.
 */
final class Active implements AutoCloseable {
    private final Metadata metadata;
    private final Catalog catalog;
    private final WriteAheadLog log;
    private final LocalFiles files;
    private final VectorStorageSettings settings;
    private final Clock clock;
    private final IdBlocks objectIds;
    private final IdBlocks rowIds;
    private final Maintenance maintenance;
    private final Map<Integer, LogPartition> partitions = new ConcurrentHashMap<>();
    private final AtomicBoolean lost = new AtomicBoolean();

    Active(Metadata metadata, WriteAheadLog log, LocalFiles files, VectorStorageSettings settings, Clock clock) {
        this.metadata = metadata;
        this.catalog = new Catalog(metadata.collections());
        this.log = log;
        this.files = files;
        this.settings = settings;
        this.clock = clock;
        this.objectIds = new IdBlocks(metadata::nextObjectIds, 1000);
        this.rowIds = new IdBlocks(metadata::nextRowIds, 1_000_000);
        this.maintenance = new Maintenance(
                files,
                objectIds::next,
                clock,
                settings.buildThreads(),
                () -> List.copyOf(partitions.values()),
                catalog::find);
    }

    void start() {
        for (int p = 0; p < log.partitions(); p++) {
            open(p);
        }
        maintenance.start();
    }

    private void open(int partition) {
        Recovery recovery = new Recovery(metadata, log, files, settings.node(), catalog::all, objectIds::next);
        LogPartition opened =
                new LogPartition(partition, log, metadata, recovery, settings.partitions(), clock, closed -> {
                    partitions.remove(closed.id(), closed);
                    if (closed.lostOwnership()) {
                        lost.set(true);
                    }
                });
        partitions.put(partition, opened);
        maintenance.start(opened);
    }

    /** Whether somebody else owns something now: give everything up. */
    boolean isLost() {
        return lost.get();
    }

    /** Opens the partitions that closed. */
    void reopen() {
        for (int p = 0; p < log.partitions(); p++) {
            if (!partitions.containsKey(p)) {
                open(p);
            }
        }
    }

    boolean isServing() {
        return partitions.size() == log.partitions()
                && partitions.values().stream().allMatch(LogPartition::isServing);
    }

    Metadata metadata() {
        return metadata;
    }

    Catalog catalog() {
        return catalog;
    }

    Maintenance maintenance() {
        return maintenance;
    }

    IdBlocks objectIds() {
        return objectIds;
    }

    IdBlocks rowIds() {
        return rowIds;
    }

    int logPartitions() {
        return log.partitions();
    }

    LogPartition owner(int logPartition) {
        LogPartition owner = partitions.get(logPartition);
        if (owner == null) {
            throw new Failure.Unavailable("log partition " + logPartition + " is being opened");
        }
        return owner;
    }

    /** The shards of the collection with their owners; waits until those serve. */
    List<Served> shards(CollectionRecord collection) {
        List<Served> served = new ArrayList<>();
        for (ShardInfo shard : collection.shards()) {
            LogPartition owner = owner(shard.logPartition());
            LogPartition.await(owner.ready());
            served.add(new Served(
                    owner,
                    owner.find(new ShardKey(collection.id(), shard.number()))
                            .orElseThrow(() -> new Failure.CollectionNotFound(collection.name()))));
        }
        return served;
    }

    /** Lets go of local copies that nobody reads. */
    void unload() {
        for (CollectionRecord collection : catalog.all()) {
            for (Served served : shards(collection)) {
                ShardView view = served.shard().pin();
                view.unpin();
                for (SealedPart part : view.sealed()) {
                    part.segment().tryUnload();
                    part.indexes().forEach(index -> index.tryUnload());
                }
            }
        }
    }

    @Override
    public void close() {
        maintenance.close();
        List.copyOf(partitions.values()).forEach(LogPartition::close);
    }
}
