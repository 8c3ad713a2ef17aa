package io.ocellus.vector.storage.shards;

import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.BuiltIndex;
import io.ocellus.vector.storage.segments.LocalFiles;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Builds an index of one segment beside the searches, publishes it, and swaps it in. Doing it twice gives the same file; a segment or index
 * that went meanwhile ends it without effect.
 */
final class IndexBuilding {
    private final LocalFiles files;
    private final int threads;

    IndexBuilding(LocalFiles files, int threads) {
        this.files = files;
        this.threads = threads;
    }

    /** The caller holds a pin of the segment. */
    void build(
            LogPartition owner,
            Shard shard,
            SealedPart part,
            IndexRecord index,
            FieldSchema field,
            BooleanSupplier cancelled) {
        Column.Vectors vectors = (Column.Vectors) part.segment()
                .column(field.id())
                .orElseThrow(() -> new Failure.Broken("a segment without its vectors", null));
        String key = part.segment().meta().indexKey(index.id());
        Path path = files.scratch("index");
        try {
            Files.deleteIfExists(path);
            VectorIndex.build(
                    parameters(index, field),
                    source(vectors),
                    path,
                    new BuildControl(threads, 512L << 20, done -> {}, cancelled));
            files.publish(path, key);
        } catch (IndexFailure.Cancelled e) {
            return;
        } catch (IOException e) {
            throw new Failure.Exhausted("an index cannot be written to " + path + ": " + e.getMessage());
        } finally {
            deleteLeft(path);
        }
        LogPartition.await(owner.call(() -> {
            boolean recorded;
            try {
                recorded = owner.metadata()
                        .segments()
                        .addSegmentIndex(
                                owner.id(), owner.epoch(), part.segment().segmentId(), index.id());
            } catch (RuntimeException e) {
                throw new LogPartition.Fatal(e);
            }
            if (recorded) {
                BuiltIndex built = new BuiltIndex(index.id(), field.id(), key, files);
                if (!shard.addIndex(part.segment().segmentId(), built)) {
                    built.drop();
                }
            }
            return recorded;
        }));
    }

    private static void deleteLeft(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static IndexParameters parameters(IndexRecord index, FieldSchema field) {
        return IndexParameters.of(
                index.parameters().getOrDefault("index_type", "AUTOINDEX"),
                index.parameters().getOrDefault("metric_type", "COSINE"),
                field.dimension(),
                index.parameters());
    }

    private static VectorSource source(Column.Vectors vectors) {
        return new VectorSource() {
            @Override
            public int rows() {
                return vectors.size();
            }

            @Override
            public int dimension() {
                return vectors.dimension();
            }

            @Override
            public void read(int from, int count, float[] target) {
                for (int i = 0; i < count; i++) {
                    vectors.copy(from + i, target, i * vectors.dimension());
                }
            }
        };
    }
}
