package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Where a track is on each frame. Between two keyframes, rectangles, ellipses, cuboids and single points move in a straight line and turn
 * the shorter way; outlines morph ({@link OutlineMorph}); several points and masks stay until the next keyframe. After the last keyframe
 * the object stays where it is. While it is outside of the picture only keyframes are given, unless outside positions are asked for.
 *
 * <p>Stateless. Iterators are lazy: memory of one position.
 */
public final class TrackInterpolation {
    private TrackInterpolation() {}

    /** A position without what the track says as a whole. */
    public record Position(boolean keyframe, TrackedShape shape) {}

    /** Positions within the selection, ascending by frame; attributes of earlier keyframes carry along. Elements are not looked at. */
    public static Iterator<Position> positions(Track track, FrameSelection selection) {
        return new Positions(keyframes(track, selection), selection);
    }

    /**
     * Shapes within the selection, ascending by frame, a skeleton with its elements. A skeleton whose elements are all outside counts as
     * outside itself.
     */
    public static Iterator<TrackPosition> shapes(Track track, FrameSelection selection) {
        if (track.elements().isEmpty()) {
            return map(positions(track, selection), position -> plain(track, position));
        }
        return skeletons(track, selection);
    }

    private static Iterator<TrackPosition> skeletons(Track track, FrameSelection selection) {
        FrameSelection whole = new FrameSelection(selection.first(), selection.last(), selection.deleted(), true);
        List<Ahead> elements = new ArrayList<>(track.elements().size());
        for (Track element : track.elements()) {
            elements.add(new Ahead(element, positions(element, whole)));
        }
        Iterator<Position> own = positions(track, selection);
        return new Iterator<>() {
            private @Nullable TrackPosition ready = advance();

            private @Nullable TrackPosition advance() {
                while (own.hasNext()) {
                    Position position = own.next();
                    TrackPosition whole = plain(track, position);
                    List<Shape> parts = new ArrayList<>(elements.size());
                    boolean visible = false;
                    boolean keyframe = position.keyframe();
                    for (Ahead element : elements) {
                        Position part = element.at(position.shape().frame());
                        if (part != null) {
                            parts.add(plain(element.track, part).shape());
                            visible |= !part.shape().outside();
                            keyframe |= part.keyframe();
                        }
                    }
                    if (visible || parts.isEmpty() || selection.includeOutside()) {
                        return new TrackPosition(track.id(), keyframe, with(whole.shape(), parts));
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
        };
    }

    /** Positions of an element, asked for ascending frames. */
    private static final class Ahead {
        private final Track track;
        private final Iterator<Position> positions;
        private @Nullable Position next;

        Ahead(Track track, Iterator<Position> positions) {
            this.track = track;
            this.positions = positions;
        }

        @Nullable
        Position at(int frame) {
            while ((next == null || next.shape().frame() < frame) && positions.hasNext()) {
                next = positions.next();
            }
            Position found = next;
            return found != null && found.shape().frame() == frame ? found : null;
        }
    }

    private static TrackPosition plain(Track track, Position position) {
        TrackedShape at = position.shape();
        List<AttributeValue> attributes = new ArrayList<>(at.attributes());
        for (AttributeValue value : track.attributes()) {
            if (!LabelSet.names(attributes, value.specId())) {
                attributes.add(value);
            }
        }
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
                attributes,
                List.of());
        return new TrackPosition(track.id(), position.keyframe(), shape);
    }

    private static Shape with(Shape s, List<Shape> elements) {
        return new Shape(
                s.id(),
                s.frame(),
                s.labelId(),
                s.type(),
                s.source(),
                s.occluded(),
                s.outside(),
                s.zOrder(),
                s.rotation(),
                s.group(),
                s.score(),
                s.points(),
                s.attributes(),
                elements);
    }

    /** Keyframes that count, ascending, each with the attributes that earlier ones left. */
    private static List<TrackedShape> keyframes(Track track, FrameSelection selection) {
        List<TrackedShape> counted = new ArrayList<>(track.shapes().size());
        Map<Long, AttributeValue> carried = new HashMap<>();
        for (TrackedShape shape : track.shapes()) {
            if (selection.deleted().contains(shape.frame())
                    || (!counted.isEmpty() && counted.getLast().frame() >= shape.frame())) {
                continue;
            }
            List<AttributeValue> attributes = shape.attributes();
            for (AttributeValue value : shape.attributes()) {
                carried.put(value.specId(), value);
            }
            if (carried.size() > attributes.size()) {
                attributes = List.copyOf(carried.values());
            }
            counted.add(moved(shape, shape.id(), shape.frame(), shape.points(), shape.rotation(), attributes));
        }
        return counted;
    }

    static TrackedShape moved(
            TrackedShape s, long id, int frame, double[] points, double rotation, List<AttributeValue> attributes) {
        return new TrackedShape(
                id, frame, s.type(), s.occluded(), s.outside(), s.zOrder(), rotation, points, attributes);
    }

    /** The position at {@code frame}, strictly between the keyframes {@code a} and {@code b}. */
    static TrackedShape between(TrackedShape a, TrackedShape b, int frame) {
        double offset = (double) (frame - a.frame()) / (b.frame() - a.frame());
        boolean straight = switch (a.type()) {
            case RECTANGLE, ELLIPSE, CUBOID, SKELETON -> true;
            case POINTS -> a.points().length == 2 && b.points().length == 2;
            case POLYGON, POLYLINE, MASK -> false;
        };
        double[] points = a.points();
        double rotation = a.rotation();
        if (straight && a.points().length == b.points().length) {
            points = new double[a.points().length];
            for (int i = 0; i < points.length; i++) {
                points[i] = a.points()[i] + (b.points()[i] - a.points()[i]) * offset;
            }
            rotation = (a.rotation() + turn(a.rotation(), b.rotation()) * offset + 360) % 360;
        } else if ((a.type() == ShapeType.POLYGON || a.type() == ShapeType.POLYLINE) && a.type() == b.type()) {
            points = OutlineMorph.between(a.points(), b.points(), offset, a.type() == ShapeType.POLYGON);
        }
        return moved(a, 0, frame, points, rotation, a.attributes());
    }

    /** Degrees from one angle to another, the shorter way. */
    private static double turn(double from, double to) {
        double difference = (to - from) % 360;
        if (difference >= 180) {
            return difference - 360;
        }
        return difference < -180 ? difference + 360 : difference;
    }

    private static <A, B> Iterator<B> map(Iterator<A> from, java.util.function.Function<A, B> change) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public B next() {
                return change.apply(from.next());
            }
        };
    }

    private static final class Positions implements Iterator<Position> {
        private final List<TrackedShape> keyframes;
        private final FrameSelection selection;
        private int index = -1;
        private int frame;
        private @Nullable Position ready;

        Positions(List<TrackedShape> keyframes, FrameSelection selection) {
            this.keyframes = keyframes;
            this.selection = selection;
            if (!keyframes.isEmpty()) {
                frame = Math.max(keyframes.getFirst().frame(), selection.first()) - 1;
                while (index + 1 < keyframes.size() && keyframes.get(index + 1).frame() <= frame) {
                    index++;
                }
                advance();
            }
        }

        private void advance() {
            ready = null;
            while (frame < selection.last()) {
                frame++;
                if (index + 1 < keyframes.size() && keyframes.get(index + 1).frame() == frame) {
                    index++;
                }
                TrackedShape at = keyframes.get(index);
                boolean keyframe = at.frame() == frame;
                boolean last = index + 1 == keyframes.size();
                if (!keyframe && at.outside() && !selection.includeOutside()) {
                    if (last) {
                        return;
                    }
                    frame = keyframes.get(index + 1).frame() - 1;
                    continue;
                }
                if (selection.deleted().contains(frame)) {
                    continue;
                }
                TrackedShape shape;
                if (keyframe) {
                    shape = at;
                } else if (last) {
                    shape = moved(at, 0, frame, at.points(), at.rotation(), at.attributes());
                } else {
                    shape = between(at, keyframes.get(index + 1), frame);
                }
                ready = new Position(keyframe, shape);
                return;
            }
        }

        @Override
        public boolean hasNext() {
            return ready != null;
        }

        @Override
        public Position next() {
            Position given = ready;
            if (given == null) {
                throw new NoSuchElementException();
            }
            advance();
            return given;
        }
    }
}
