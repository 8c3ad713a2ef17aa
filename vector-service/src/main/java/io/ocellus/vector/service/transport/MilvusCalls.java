package io.ocellus.vector.service.transport;

import io.ocellus.vector.service.aliases.AliasCalls;
import io.ocellus.vector.service.collections.AlterCalls;
import io.ocellus.vector.service.collections.CollectionCalls;
import io.ocellus.vector.service.entities.EntityCalls;
import io.ocellus.vector.service.indexes.IndexCalls;
import io.ocellus.vector.service.partitions.PartitionCalls;
import io.ocellus.vector.service.search.Filters;
import io.ocellus.vector.service.search.QueryCalls;
import io.ocellus.vector.service.search.SearchCalls;
import io.ocellus.vector.service.system.SystemCalls;
import io.ocellus.vector.storage.VectorDatabase;

/** All calls that are built, behind both protocols. */
public record MilvusCalls(
        CollectionCalls collections,
        AlterCalls alterations,
        AliasCalls aliases,
        PartitionCalls partitions,
        IndexCalls indexes,
        EntityCalls entities,
        SearchCalls searches,
        QueryCalls queries,
        SystemCalls system) {

    public static MilvusCalls over(VectorDatabase database, Filters filters) {
        return new MilvusCalls(
                new CollectionCalls(database),
                new AlterCalls(database),
                new AliasCalls(database),
                new PartitionCalls(database),
                new IndexCalls(database),
                new EntityCalls(database, filters),
                new SearchCalls(database, filters),
                new QueryCalls(database, filters),
                new SystemCalls(database));
    }
}
