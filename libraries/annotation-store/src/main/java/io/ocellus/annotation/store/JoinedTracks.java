package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Track;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tracks of neighbouring jobs, joined. In memory: the tracks of one job, and those of earlier ones that may go on. Not thread-safe. */
final class JoinedTracks implements Iterator<TrackMerge.Joined> {
    private final Deque<JobSpan> pending;
    private final Function<JobSpan, List<Track>> tracks;
    private final Deque<TrackMerge.Joined> ready = new ArrayDeque<>();
    private final List<TrackMerge.Joined> open = new ArrayList<>();
    private @Nullable JobSpan earlier;

    /** @param jobs ascending by first frame */
    JoinedTracks(List<JobSpan> jobs, Function<JobSpan, List<Track>> tracks) {
        this.pending = new ArrayDeque<>(jobs);
        this.tracks = tracks;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !pending.isEmpty()) {
            JobSpan job = pending.removeFirst();
            List<Track> own = new ArrayList<>(tracks.apply(job));
            own.removeIf(track -> track.shapes().isEmpty());
            int stop = earlier == null ? job.start() - 1 : earlier.stop();
            ready.addAll(TrackMerge.next(open, job, own, stop));
            earlier = job;
        }
        if (ready.isEmpty()) {
            ready.addAll(open);
            open.clear();
        }
        return !ready.isEmpty();
    }

    @Override
    public TrackMerge.Joined next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.removeFirst();
    }
}
