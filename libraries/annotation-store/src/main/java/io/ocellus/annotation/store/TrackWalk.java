package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Track;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a track is, asked for at ascending frames. Between two keyframes, rectangles, ellipses, cuboids and single points move in a straight
 * line and turn the shorter way; outlines morph ({@link OutlineMorph}); several points and masks stay until the next keyframe. After the
 * last keyframe the object stays where it is. Keyframes on deleted frames do not count. Not thread-safe; memory of one position.
 */
public final class TrackWalk {
    private final Track track;
    private final KeyframeWalk own;
    private final List<TrackWalk> elements = new ArrayList<>();

    public TrackWalk(Track track, IntPredicate deleted) {
        this.track = track;
        this.own = new KeyframeWalk(track, deleted);
        track.elements().forEach(element -> elements.add(new TrackWalk(element, deleted)));
    }

    /** The first frame on which it can be seen; a very late one when it never can. */
    public int first() {
        return own.first();
    }

    /** Whether nothing is to be seen of it from this frame on. */
    public boolean overBefore(int frame) {
        return own.leftBefore(frame);
    }

    /** The position, also an outside one; nothing before the first keyframe. */
    public Optional<TrackPosition> at(int frame) {
        KeyframeWalk.Place place = own.at(frame);
        return place == null ? Optional.empty() : Optional.of(position(place, frame));
    }

    private TrackPosition position(KeyframeWalk.Place place, int frame) {
        List<TrackPosition> parts = new ArrayList<>(elements.size());
        elements.forEach(element -> element.at(frame).ifPresent(parts::add));
        var at = place.shape();
        Shape shape = new Shape(
                at.id(),
                at.frame(),
                track.labelId(),
                at.type(),
                track.source(),
                at.occluded(),
                at.outside(),
                at.zOrder(),
                at.rotation(),
                track.group(),
                OptionalDouble.empty(),
                at.points(),
                KeyframeWalk.joined(at.attributes(), track.attributes()),
                parts.stream().map(TrackPosition::shape).toList());
        return new TrackPosition(track.id(), place.keyframe(), shape, parts);
    }

    /**
     * Positions within the selection, ascending by frame, made one at a time. While the object is outside of the picture only keyframes are
     * given, unless the selection asks for outside positions; a skeleton whose elements are all outside counts as outside itself.
     */
    public static Iterator<TrackPosition> over(Track track, FrameSelection selection) {
        return new Selected(new TrackWalk(track, selection.deleted()::contains), selection);
    }

    private static final class Selected implements Iterator<TrackPosition> {
        private final TrackWalk walk;
        private final FrameSelection selection;
        private long frame;
        private @Nullable TrackPosition ready;

        Selected(TrackWalk walk, FrameSelection selection) {
            this.walk = walk;
            this.selection = selection;
            this.frame = Math.max(walk.first(), selection.first());
            this.ready = advance();
        }

        private @Nullable TrackPosition advance() {
            while (frame <= selection.last()) {
                int here = (int) frame++;
                if (!selection.includeOutside() && walk.own.awayAt(here)) {
                    frame = walk.own.nextKeyframe(here);
                } else if (!selection.deleted().contains(here)) {
                    TrackPosition position = walk.at(here).orElseThrow();
                    boolean gone = !position.elements().isEmpty()
                            && position.elements().stream()
                                    .allMatch(element -> element.shape().outside());
                    if (!gone || selection.includeOutside()) {
                        return position;
                    }
                }
            }
            return null;
        }

        @Override
        public boolean hasNext() {
            return ready != null;
        }

        @Override
        public TrackPosition next() {
            TrackPosition given = ready;
            if (given == null) {
                throw new NoSuchElementException();
            }
            ready = advance();
            return given;
        }
    }
}
