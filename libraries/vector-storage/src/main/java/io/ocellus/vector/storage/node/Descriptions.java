package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionInfo.LoadState;
import io.ocellus.vector.storage.IndexInfo;
import io.ocellus.vector.storage.IndexInfo.State;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.node.StreamingRole.IndexProgress;
import io.ocellus.vector.storage.schema.FieldSchema;

/** Metadata in the form that the edges see. Stateless. */
final class Descriptions {
    private Descriptions() {}

    static CollectionInfo of(CollectionRecord collection) {
        return new CollectionInfo(
                collection.id(),
                collection.name(),
                collection.description(),
                collection.schema(),
                collection.consistency(),
                collection.properties(),
                collection.created(),
                collection.updated(),
                collection.shards(),
                collection.partitions(),
                collection.indexes().stream()
                        .map(index -> info(collection, index, State.UNISSUED, 0, 0, ""))
                        .toList(),
                collection.loaded() ? LoadState.LOADED : LoadState.NOT_LOADED,
                collection.load().ids(),
                collection.aliases());
    }

    /** A build that failed for good is told at once; what is indexed already stays searchable. */
    static IndexInfo of(CollectionRecord collection, IndexRecord index, IndexProgress progress) {
        State state = progress.failure().isPresent()
                ? State.FAILED
                : progress.indexedRows() == progress.totalRows() ? State.FINISHED : State.IN_PROGRESS;
        return info(
                collection,
                index,
                state,
                progress.totalRows(),
                progress.indexedRows(),
                progress.failure().orElse(""));
    }

    private static IndexInfo info(
            CollectionRecord collection, IndexRecord index, State state, long total, long indexed, String failure) {
        String field = collection
                .schema()
                .field(index.fieldId())
                .map(FieldSchema::name)
                .orElse("");
        return new IndexInfo(
                index.id(),
                index.name(),
                index.fieldId(),
                field,
                index.parameters(),
                state,
                total,
                indexed,
                total - indexed,
                failure);
    }
}
