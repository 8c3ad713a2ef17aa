package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encoded rows on their way into the tables, and the answer to the one who sent them. Ids that are not known yet are negative: {@code -k}
 * stands for the k-th id of a block that is taken when all rows are there. Not thread-safe.
 */
final class RowStage implements AutoCloseable {
    /** Part of the answer; rows without it are copies for other jobs. */
    static final int ANSWER = 1;

    static final int ROOT = 2;
    static final int ELEMENT = 4;
    static final int KEYFRAME = 8;

    private final Spool[] rows = new Spool[RowTable.values().length];
    private final Spool trackAnswers;
    private final long[] fresh = new long[rows.length];
    private final long[] largestGiven = new long[rows.length];
    private final Map<Long, Counts> counts = new HashMap<>();
    private final RowEncoder encoder = new RowEncoder();
    private final @Nullable MessageDigest digest;

    /** @param digested whether {@link #hash} will be asked for */
    RowStage(SpoolSpace space, boolean digested) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Spool(space);
        }
        trackAnswers = new Spool(space);
        try {
            digest = digested ? MessageDigest.getInstance("SHA-256") : null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Top-level annotations for one job. */
    record Counts(long tags, long shapes, long tracks) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(tags + other.tags, shapes + other.shapes, tracks + other.tracks);
        }
    }

    Spool rows(RowTable table) {
        return rows[table.index()];
    }

    Spool trackAnswers() {
        return trackAnswers;
    }

    Counts counts(long jobId) {
        return counts.getOrDefault(jobId, Counts.NONE);
    }

    /** How many ids of this table are wanted. */
    long fresh(RowTable table) {
        return fresh[table.index()];
    }

    /** Continues the numbering of new ids after another stage's. */
    void continueAfter(RowStage earlier) {
        System.arraycopy(earlier.fresh, 0, fresh, 0, fresh.length);
    }

    long largestGiven(RowTable table) {
        return largestGiven[table.index()];
    }

    long newId(RowTable table) {
        return - ++fresh[table.index()];
    }

    /** The given id, noted; or a new one for 0. */
    long idOr(RowTable table, long given) {
        if (given == 0) {
            return newId(table);
        }
        largestGiven[table.index()] = Math.max(largestGiven[table.index()], given);
        return given;
    }

    void tag(long jobId, Tag tag, long id, int flags) throws IOException {
        Rows.encode(encoder, jobId, id, tag);
        append(rows(RowTable.TAG), flags | ROOT);
        count(jobId, new Counts(1, 0, 0));
    }

    void shape(long jobId, Shape shape, long id, int flags) throws IOException {
        Rows.encode(encoder, jobId, id, 0, shape);
        append(rows(RowTable.SHAPE), flags | ROOT);
        count(jobId, new Counts(0, 1, 0));
    }

    void element(long jobId, Shape element, long id, long parentId, int flags) throws IOException {
        Rows.encode(encoder, jobId, id, parentId, element);
        append(rows(RowTable.SHAPE), flags | ELEMENT);
    }

    /** A track whose ids, those of its shapes and elements included, are all given or negative. */
    void track(long jobId, Track track) throws IOException {
        track(jobId, track, 0);
        for (Track element : track.elements()) {
            track(jobId, element, track.id());
        }
        count(jobId, new Counts(0, 0, 1));
    }

    private void track(long jobId, Track track, long parentId) throws IOException {
        Rows.encode(encoder, row(jobId, track, parentId));
        append(rows(RowTable.TRACK), parentId == 0 ? ROOT : ELEMENT);
        for (TrackedShape shape : track.shapes()) {
            Rows.encode(encoder, jobId, track.id(), shape);
            append(rows(RowTable.TRACK_SHAPE), KEYFRAME);
        }
    }

    /** What is answered for a track that was sent. */
    void answer(Track track) throws IOException {
        answer(track, ROOT);
        for (Track element : track.elements()) {
            answer(element, ELEMENT);
        }
    }

    private void answer(Track track, int flags) throws IOException {
        Rows.encode(encoder, row(0, track, 0));
        append(trackAnswers, flags);
        for (TrackedShape shape : track.shapes()) {
            Rows.encode(encoder, 0, track.id(), shape);
            append(trackAnswers, KEYFRAME);
        }
    }

    private static Rows.TrackRow row(long jobId, Track t, long parentId) {
        return new Rows.TrackRow(
                jobId, t.id(), 0, t.frame(), t.labelId(), parentId, t.group(), t.source(), t.attributes());
    }

    /** Identifies the whole content; the same rows give the same. */
    byte[] hash() {
        if (digest == null) {
            throw new IllegalStateException("not digested");
        }
        return digest.digest();
    }

    private void append(Spool spool, int flags) throws IOException {
        spool.append(flags, encoder.bytes(), 0, encoder.length());
        if (digest != null) {
            digest.update((byte) flags);
            digest.update(encoder.bytes(), 0, encoder.length());
        }
    }

    private void count(long jobId, Counts more) {
        counts.merge(jobId, more, Counts::plus);
    }

    @Override
    public void close() {
        for (Spool spool : rows) {
            spool.close();
        }
        trackAnswers.close();
    }
}
