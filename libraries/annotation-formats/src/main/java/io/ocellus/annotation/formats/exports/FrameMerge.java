package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.store.TrackPosition;
import io.ocellus.annotation.store.TrackWalk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Walks shapes, tags and tracks in step, frame by frame, ascending. Holds one frame and the tracks. Not thread-safe. */
final class FrameMerge {
    private final ByFrame<Shape> shapes;
    private final ByFrame<Tag> tags;
    private final int endIndex;
    private final List<Numbered> waiting = new ArrayList<>();
    private final List<Numbered> open = new ArrayList<>();
    private int started;

    private record Numbered(int number, TrackWalk walk) {}

    FrameMerge(AnnotationStreams streams, IntPredicate deleted, int endIndex) {
        this.endIndex = endIndex;
        shapes = new ByFrame<>(streams.shapes(), Shape::frame);
        tags = new ByFrame<>(streams.tags(), Tag::frame);
        for (int i = 0; i < streams.tracks().size(); i++) {
            waiting.add(new Numbered(i, new TrackWalk(streams.tracks().get(i), deleted)));
        }
        waiting.sort(Comparator.comparingInt(track -> track.walk().first()));
    }

    FrameContent at(DatasetFrame frame) {
        List<FrameObject> objects = new ArrayList<>();
        shapes.take(frame.index(), shape -> objects.add(FrameObject.of(shape)));
        List<Tag> here = new ArrayList<>();
        tags.take(frame.index(), here::add);
        while (started < waiting.size() && waiting.get(started).walk().first() <= frame.index()) {
            open.add(waiting.get(started++));
        }
        open.removeIf(track -> frame.index() >= endIndex || track.walk().overBefore(frame.index()));
        open.sort(Comparator.comparingInt(Numbered::number));
        for (Numbered track : open) {
            track.walk()
                    .at(frame.index())
                    .filter(TrackPosition::visible)
                    .ifPresent(position -> objects.add(FrameObject.of(position, track.number())));
        }
        if (!sorted(objects)) {
            objects.sort(Comparator.comparingInt(FrameObject::zOrder));
        }
        return new FrameContent(frame, here, objects);
    }

    private static boolean sorted(List<FrameObject> objects) {
        for (int i = 1; i < objects.size(); i++) {
            if (objects.get(i - 1).zOrder() > objects.get(i).zOrder()) {
                return false;
            }
        }
        return true;
    }

    /** A stream in the order of frames, taken frame by frame; what lies on frames never asked for is passed over. */
    private static final class ByFrame<T> {
        private final Iterator<T> source;
        private final ToIntFunction<T> frameOf;
        private @Nullable T next;

        ByFrame(Iterator<T> source, ToIntFunction<T> frameOf) {
            this.source = source;
            this.frameOf = frameOf;
            advance();
        }

        private void advance() {
            next = source.hasNext() ? source.next() : null;
        }

        void take(int frame, java.util.function.Consumer<T> use) {
            while (next != null && frameOf.applyAsInt(next) <= frame) {
                if (frameOf.applyAsInt(next) == frame) {
                    use.accept(next);
                }
                advance();
            }
        }
    }
}
