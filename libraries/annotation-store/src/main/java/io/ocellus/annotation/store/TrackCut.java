package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Brings tracks into the form that is stored, and cuts them to the frames of a job. Stateless. */
final class TrackCut {
    private TrackCut() {}

    /**
     * Keyframes ascending, the track's frame being its first keyframe's; where the track begins earlier, the object is outside until its
     * first keyframe. Elements without keyframes are dropped, and all elements begin where the skeleton does.
     */
    static Track normal(Track track) {
        if (track.elements().isEmpty()) {
            return synced(track, track.frame());
        }
        List<Track> elements = new ArrayList<>(track.elements().size());
        int first = track.shapes().isEmpty()
                ? track.frame()
                : Math.min(track.frame(), sorted(track.shapes()).getFirst().frame());
        for (Track element : track.elements()) {
            if (!element.shapes().isEmpty()) {
                elements.add(element);
                first = Math.min(first, sorted(element.shapes()).getFirst().frame());
            }
        }
        int begin = first;
        elements.replaceAll(e -> synced(e, begin));
        List<TrackedShape> own = new ArrayList<>(sorted(track.shapes()));
        if (!own.isEmpty() && own.getFirst().frame() > begin) {
            own.set(
                    0,
                    at(
                            own.getFirst(),
                            own.getFirst().id(),
                            begin,
                            own.getFirst().outside()));
        }
        return with(track, begin, own, elements);
    }

    private static Track synced(Track track, int begin) {
        List<TrackedShape> shapes = new ArrayList<>(sorted(track.shapes()));
        if (shapes.isEmpty()) {
            return with(track, begin, shapes, List.of());
        }
        int first = shapes.getFirst().frame();
        if (begin < first) {
            shapes.addFirst(at(shapes.getFirst(), 0, begin, true));
        }
        return with(track, Math.min(begin, first), shapes, List.of());
    }

    private static List<TrackedShape> sorted(List<TrackedShape> shapes) {
        for (int i = 1; i < shapes.size(); i++) {
            if (shapes.get(i - 1).frame() > shapes.get(i).frame()) {
                return shapes.stream()
                        .sorted(Comparator.comparingInt(TrackedShape::frame))
                        .toList();
            }
        }
        return shapes;
    }

    /**
     * The part of a normal track that lies in the job, with positions at both edges, so that it looks the same within; nothing when the
     * object is never in the picture there. Keyframes that are new have id 0.
     */
    static Optional<Track> to(Track track, JobSpan job) {
        if (track.elements().isEmpty()) {
            return plain(track, job);
        }
        List<Track> elements = new ArrayList<>(track.elements().size());
        for (Track element : track.elements()) {
            plain(element, job).ifPresent(elements::add);
        }
        if (elements.isEmpty() || track.shapes().isEmpty()) {
            return Optional.empty();
        }
        int begin = elements.stream().mapToInt(Track::frame).min().orElseThrow();
        List<TrackedShape> own = new ArrayList<>();
        TrackedShape before = track.shapes().getFirst();
        for (TrackedShape shape : track.shapes()) {
            if (shape.frame() <= begin) {
                before = shape;
            } else if (shape.frame() <= job.stop()) {
                own.add(shape);
            }
        }
        own.addFirst(before.frame() == begin ? before : at(before, 0, begin, before.outside()));
        return Optional.of(normal(with(track, begin, own, elements)));
    }

    private static Optional<Track> plain(Track track, JobSpan job) {
        List<TrackedShape> shapes = track.shapes();
        if (shapes.isEmpty()) {
            return Optional.empty();
        }
        if (job.holds(shapes.getFirst().frame()) && job.holds(shapes.getLast().frame())) {
            return shapes.stream().allMatch(TrackedShape::outside) ? Optional.empty() : Optional.of(track);
        }
        KeyframeWalk walk = new KeyframeWalk(track, frame -> false);
        boolean later = shapes.getLast().frame() > job.stop();
        List<TrackedShape> kept = new ArrayList<>();
        for (int frame = Math.max(walk.first(), job.start()); frame <= job.stop(); frame++) {
            boolean edge = kept.isEmpty() || (frame == job.stop() && later);
            // Between keyframes only the edges matter, and there nothing of what is away.
            KeyframeWalk.Place place = walk.keyframeAt(frame) || (edge && !walk.awayAt(frame)) ? walk.at(frame) : null;
            if (place != null && !(kept.isEmpty() && place.shape().outside())) {
                kept.add(place.shape());
            }
        }
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(with(track, kept.getFirst().frame(), kept, List.of()));
    }

    static Track with(Track t, int frame, List<TrackedShape> shapes, List<Track> elements) {
        return new Track(t.id(), frame, t.labelId(), t.source(), t.group(), t.attributes(), shapes, elements);
    }

    static TrackedShape at(TrackedShape s, long id, int frame, boolean outside) {
        return new TrackedShape(
                id, frame, s.type(), s.occluded(), outside, s.zOrder(), s.rotation(), s.points(), s.attributes());
    }
}
