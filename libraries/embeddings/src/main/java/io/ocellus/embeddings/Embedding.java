package io.ocellus.embeddings;

/**
 * A vector and what it is of.
 *
 * @param id of an object: the shape's; of a frame: {@link #frameId}
 * @param label id of the object's label; 0 for a frame
 * @param geometry {@link ObjectGeometry#fingerprint} of what was embedded; 0 for a frame
 */
public record Embedding(
        long id, long task, long job, int frame, long label, long revision, long geometry, float[] vector) {
    private static final int FRAME_BITS = 24;

    /** One number for a frame of a task: tasks to 2^39, frames to 2^24. */
    public static long frameId(long task, int frame) {
        if (task < 0 || task >= 1L << (63 - FRAME_BITS) || frame < 0 || frame >= 1 << FRAME_BITS) {
            throw new IllegalArgumentException(
                    "frame " + frame + " of task " + task + " is beyond what can be indexed");
        }
        return task << FRAME_BITS | frame;
    }

    /** The same vector under other facts, such as a new label. */
    public Embedding with(long newLabel, long newRevision) {
        return new Embedding(id, task, job, frame, newLabel, newRevision, geometry, vector);
    }
}
