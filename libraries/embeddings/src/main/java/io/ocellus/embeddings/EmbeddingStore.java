package io.ocellus.embeddings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one unit under one model. Thread-safe. Writes are durable when they return, and every read sees the writes before it;
 * failures are {@link EmbeddingsUnavailable}.
 */
public interface EmbeddingStore {
    /** Adds or replaces by id. */
    void put(List<Embedding> embeddings);

    void remove(Collection<Long> ids);

    /** Everything of a task that no longer exists. */
    void removeTask(long task);

    /** Everything of a job that no longer exists. */
    void removeJob(long job);

    /** Those of the ids that are there, without their vectors. */
    Map<Long, Facts> facts(Collection<Long> ids);

    /** Vectors of those ids that are there. */
    Map<Long, float[]> vectors(Collection<Long> ids);

    /** Ids in a task by fingerprint, for reusing vectors of equal geometry. */
    Map<Long, Long> idsByGeometry(long task, Collection<Long> fingerprints);

    /** The nearest by cosine, best first. */
    List<Hit> search(float[] vector, Filter filter, int limit);

    /** What is known of a stored vector. */
    record Facts(long label, long geometry) {}

    /** @param score cosine, at most 1 */
    record Hit(long id, long task, int frame, long geometry, double score) {}

    /**
     * What hits must fulfil; an empty list of tasks or labels lets nothing through.
     *
     * @param tasks null: any
     * @param labels null: any
     */
    record Filter(@Nullable List<Long> tasks, @Nullable List<Long> labels) {
        public static final Filter NONE = new Filter(null, null);
    }
}
