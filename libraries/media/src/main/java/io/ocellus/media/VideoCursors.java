package io.ocellus.media;

import io.ocellus.annotation.frames.VideoTrack;
import io.ocellus.objectstorage.ObjectStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Open decoders between two uses, so that frames asked for in order are decoded once each. Thread-safe; at most {@link #KEPT} are kept, each
 * with a few decoded frames of its video in native memory.
 */
final class VideoCursors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VideoCursors.class);
    private static final int KEPT = 4;
    private static final long IDLE_NANOS = 30_000_000_000L;
    private final ObjectStore store;
    private final Deque<Idle> idle = new ArrayDeque<>();

    VideoCursors(ObjectStore store) {
        this.store = store;
    }

    /** What is done with a frame while it lies in the decoder. */
    interface Use {
        EncodedFrame of(Raster frame);
    }

    EncodedFrame with(VideoTrack track, int frame, Use use) throws IOException {
        VideoCursor cursor = taken(track, frame).orElse(null);
        if (cursor == null) {
            cursor = VideoCursor.open(track, ObjectBytes.open(store, track.objectKey(), track.byteLength()));
        }
        boolean good = false;
        try {
            EncodedFrame made = use.of(cursor.frame(frame));
            good = true;
            return made;
        } finally {
            if (good) {
                giveBack(track.objectKey(), cursor);
            } else {
                cursor.close();
            }
        }
    }

    private synchronized Optional<VideoCursor> taken(VideoTrack track, int frame) {
        for (boolean near : new boolean[] {true, false}) {
            for (Iterator<Idle> all = idle.iterator(); all.hasNext(); ) {
                Idle one = all.next();
                if (one.key().equals(track.objectKey())
                        && (!near || one.cursor().reaches(frame))) {
                    all.remove();
                    return Optional.of(one.cursor());
                }
            }
        }
        return Optional.empty();
    }

    private synchronized void giveBack(String key, VideoCursor cursor) {
        long now = System.nanoTime();
        idle.addFirst(new Idle(key, cursor, now));
        while (idle.size() > KEPT
                || (idle.peekLast() != null && now - idle.getLast().since() > IDLE_NANOS)) {
            closed(idle.removeLast().cursor());
        }
    }

    @Override
    public synchronized void close() {
        idle.forEach(one -> closed(one.cursor()));
        idle.clear();
    }

    private static void closed(VideoCursor cursor) {
        try {
            cursor.close();
        } catch (IOException e) {
            LOG.warn("a video's file cannot be closed: {}", e.toString());
        }
    }

    private record Idle(String key, VideoCursor cursor, long since) {}
}
