package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.segments.RowBlock;
import io.ocellus.vector.storage.shards.ShardView;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A block to read at a timestamp, with the sealed segment behind it where it is one. */
record Unit(RowBlock block, Optional<SealedPart> sealed, long timestamp) {

    /** The blocks of a view within those partitions (empty: all). */
    static List<Unit> of(ShardView view, long timestamp, Set<Long> partitions, boolean ignoreGrowing) {
        List<Unit> units = new ArrayList<>();
        if (!ignoreGrowing) {
            for (GrowingSegment segment : view.growing()) {
                if (partitions.isEmpty() || partitions.contains(segment.partitionId())) {
                    segment.published().forEach(block -> units.add(new Unit(block, Optional.empty(), timestamp)));
                }
            }
        }
        for (SealedPart part : view.sealed()) {
            if (partitions.isEmpty() || partitions.contains(part.segment().partitionId())) {
                units.add(new Unit(part.segment(), Optional.of(part), timestamp));
            }
        }
        return units;
    }

    /** The rows a reader may see; null means all. */
    @Nullable
    RowSet visible() {
        return block.allVisible(timestamp) ? null : block.visible(timestamp);
    }
}
