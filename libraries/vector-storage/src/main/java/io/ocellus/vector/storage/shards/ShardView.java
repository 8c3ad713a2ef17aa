package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.segments.BuiltIndex;
import io.ocellus.vector.storage.segments.Pinned;
import io.ocellus.vector.storage.segments.SealedSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a shard consists of at one moment. Immutable; a reader pins it, reads, unpins. */
public record ShardView(long version, List<GrowingSegment> growing, List<SealedPart> sealed) {

    /** A sealed segment with what is built of its indexes. */
    public record SealedPart(SealedSegment segment, List<BuiltIndex> indexes) {
        public SealedPart {
            indexes = List.copyOf(indexes);
        }

        public Optional<BuiltIndex> index(long indexId) {
            return indexes.stream().filter(index -> index.indexId() == indexId).findFirst();
        }
    }

    public ShardView {
        growing = List.copyOf(growing);
        sealed = List.copyOf(sealed);
    }

    List<Pinned> parts() {
        List<Pinned> parts = new ArrayList<>(growing);
        for (SealedPart part : sealed) {
            parts.add(part.segment());
            parts.addAll(part.indexes());
        }
        return parts;
    }

    /** False when a part went meanwhile: take the shard's newer view. */
    boolean tryPin() {
        List<Pinned> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).tryPin()) {
                parts.subList(0, i).forEach(Pinned::unpin);
                return false;
            }
        }
        return true;
    }

    public void unpin() {
        parts().forEach(Pinned::unpin);
    }
}
