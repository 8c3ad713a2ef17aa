package io.ocellus.annotation.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Frames of several jobs as one ascending sequence; what jobs say about a frame that they share comes together. A job is opened when its
 * first frame is reached, so only as many are open as overlap. Not thread-safe.
 */
final class OverlappingJobs<T> implements Iterator<OverlappingJobs.Shared<T>> {
    private final Deque<JobSpan> pending;
    private final Function<JobSpan, FrameGroups<T>> open;
    private final List<FrameGroups<T>> active = new ArrayList<>();

    /** @param jobs ascending by first frame */
    OverlappingJobs(List<JobSpan> jobs, Function<JobSpan, FrameGroups<T>> open) {
        this.pending = new ArrayDeque<>(jobs);
        this.open = open;
    }

    /** One frame, by job in the order of the jobs; jobs that say nothing about it are left out. */
    record Shared<T>(int frame, List<List<T>> byJob) {}

    @Override
    public boolean hasNext() {
        active.removeIf(groups -> !groups.hasNext());
        while (!pending.isEmpty() && (active.isEmpty() || pending.getFirst().start() <= frame())) {
            FrameGroups<T> groups = open.apply(pending.removeFirst());
            if (groups.hasNext()) {
                active.add(groups);
            }
        }
        return !active.isEmpty();
    }

    private int frame() {
        int frame = Integer.MAX_VALUE;
        for (FrameGroups<T> groups : active) {
            frame = Math.min(frame, groups.frame());
        }
        return frame;
    }

    @Override
    public Shared<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int frame = frame();
        List<List<T>> byJob = new ArrayList<>(active.size());
        for (FrameGroups<T> groups : active) {
            if (groups.frame() == frame) {
                byJob.add(groups.next().items());
            }
        }
        return new Shared<>(frame, byJob);
    }
}
