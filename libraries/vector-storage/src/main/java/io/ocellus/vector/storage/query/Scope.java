package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.query.Reader.Served;
import java.util.List;
import java.util.Set;

/**
 * What a read looks at.
 *
 * @param partitions ids; none means all
 * @param expired rows with a timestamp up to this one have outlived the collection's time to live and are not seen; 0 where rows live forever
 */
public record Scope(List<Served> shards, Set<Long> partitions, long expired) {
    public Scope {
        shards = List.copyOf(shards);
        partitions = Set.copyOf(partitions);
    }
}
