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

/**
 * A block to read at a timestamp, with the sealed segment behind it where it is one.
 *
 * @param expired rows with a timestamp up to this one are not seen
 */
record Unit(RowBlock block, Optional<SealedPart> sealed, long timestamp, long expired) {

    /** The blocks of a view within the scope. */
    static List<Unit> of(ShardView view, long timestamp, Scope scope, boolean ignoreGrowing) {
        Set<Long> partitions = scope.partitions();
        long expired = scope.expired();
        List<Unit> units = new ArrayList<>();
        if (!ignoreGrowing) {
            for (GrowingSegment segment : view.growing()) {
                if (partitions.isEmpty() || partitions.contains(segment.partitionId())) {
                    segment.published()
                            .forEach(block -> units.add(new Unit(block, Optional.empty(), timestamp, expired)));
                }
            }
        }
        for (SealedPart part : view.sealed()) {
            if (partitions.isEmpty() || partitions.contains(part.segment().partitionId())) {
                units.add(new Unit(part.segment(), Optional.of(part), timestamp, expired));
            }
        }
        return units;
    }

    /** The rows a reader may see; null means all. */
    @Nullable
    RowSet visible() {
        RowSet visible = block.allVisible(timestamp) ? null : block.visible(timestamp);
        return expired == 0 ? visible : unexpired(visible);
    }

    private @Nullable RowSet unexpired(@Nullable RowSet visible) {
        RowSet living = visible;
        for (int row = 0; row < block.rowCount(); row++) {
            if (block.timestamp(row) <= expired) {
                if (living == null) {
                    living = RowSet.all(block.rowCount());
                }
                living.remove(row);
            }
        }
        return living;
    }

    int visibleCount() {
        if (expired == 0) {
            return block.visibleCount(timestamp);
        }
        RowSet visible = visible();
        return visible == null ? block.rowCount() : visible.count();
    }
}
