package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** A snapshot frame by frame. In memory: one frame, and all tracks, since each may show on any frame. Not thread-safe. */
final class FrameByFrame implements Iterator<FrameAnnotations> {
    private final FrameGroups<Tag> tags;
    private final FrameGroups<Shape> shapes;
    private final FrameGroups<TrackPosition> positions;

    FrameByFrame(AnnotationSnapshot snapshot, FrameSelection selection) {
        tags = new FrameGroups<>(
                snapshot.tags().filter(tag -> shows(selection, tag.frame())).iterator(), Tag::frame);
        shapes = new FrameGroups<>(
                snapshot.shapes()
                        .filter(shape -> shows(selection, shape.frame()))
                        .iterator(),
                Shape::frame);
        positions = new FrameGroups<>(
                new ByFrame(snapshot.tracks()
                        .map(track -> TrackWalk.over(track, selection))
                        .toList()),
                position -> position.shape().frame());
    }

    private static boolean shows(FrameSelection selection, int frame) {
        return frame >= selection.first()
                && frame <= selection.last()
                && !selection.deleted().contains(frame);
    }

    @Override
    public boolean hasNext() {
        return tags.hasNext() || shapes.hasNext() || positions.hasNext();
    }

    @Override
    public FrameAnnotations next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int frame = Math.min(first(tags), Math.min(first(shapes), first(positions)));
        return new FrameAnnotations(frame, at(tags, frame), at(shapes, frame), at(positions, frame));
    }

    private static int first(FrameGroups<?> groups) {
        return groups.hasNext() ? groups.frame() : Integer.MAX_VALUE;
    }

    private static <T> List<T> at(FrameGroups<T> groups, int frame) {
        return first(groups) == frame ? groups.next().items() : List.of();
    }

    /** Positions of all tracks by frame, on one frame in the order of the tracks. */
    private static final class ByFrame implements Iterator<TrackPosition> {
        private record Head(int frame, int index, TrackPosition position, Iterator<TrackPosition> rest) {}

        private final PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparingInt(Head::frame).thenComparingInt(Head::index));

        ByFrame(List<Iterator<TrackPosition>> tracks) {
            List<Iterator<TrackPosition>> all = new ArrayList<>(tracks);
            for (int i = 0; i < all.size(); i++) {
                push(i, all.get(i));
            }
        }

        private void push(int index, Iterator<TrackPosition> track) {
            if (track.hasNext()) {
                TrackPosition position = track.next();
                heads.add(new Head(position.shape().frame(), index, position, track));
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public TrackPosition next() {
            Head head = heads.remove();
            push(head.index(), head.rest());
            return head.position();
        }
    }
}
