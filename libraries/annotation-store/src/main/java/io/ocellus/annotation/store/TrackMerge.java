package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds which tracks of neighbouring jobs are the same object, by where they are on the frames that both jobs hold, and joins them. Tracks
 * of the earlier job that nobody continues end where its frames end. Stateless.
 */
final class TrackMerge {
    private static final double THRESHOLD = 0.5;

    private TrackMerge() {}

    /** @param parts by job id, ascending by frame; the joined track has the id of the first */
    record Joined(Track track, List<Part> parts) {}

    record Part(long jobId, Track track) {}

    /**
     * Takes the tracks of the next job. {@code open} are those that may still go on; gives those that cannot, and replaces {@code open}.
     */
    static List<Joined> next(List<Joined> open, JobSpan job, List<Track> tracks, int earlierStop) {
        List<Joined> done = new ArrayList<>();
        List<Joined> candidates = new ArrayList<>();
        for (Joined one : open) {
            TrackedShape last = last(one.track());
            if (last.frame() >= job.start() || !last.outside()) {
                candidates.add(one);
            } else {
                done.add(one);
            }
        }
        List<Part> parts = tracks.stream().map(t -> new Part(job.jobId(), t)).toList();
        List<Joined> incoming = new ArrayList<>();
        for (Part part : parts) {
            incoming.add(new Joined(part.track(), List.of(part)));
        }
        FrameSelection shared = FrameSelection.range(job.start(), earlierStop);
        List<OverlapMerge.Same<Joined>> groups = OverlapMerge.merge(
                List.of(candidates, incoming),
                j -> Optional.empty(),
                (a, b) -> similarity(a.track(), b.track(), shared),
                THRESHOLD);
        open.clear();
        for (OverlapMerge.Same<Joined> group : groups) {
            boolean earlier = group.shown().parts().getLast().jobId() != job.jobId();
            if (!group.copies().isEmpty()) {
                List<Part> all = new ArrayList<>(group.shown().parts());
                all.addAll(group.copies().getFirst().parts());
                open.add(new Joined(unite(all.stream().map(Part::track).toList()), all));
            } else if (earlier) {
                done.add(new Joined(
                        ended(group.shown().track(), earlierStop + 1),
                        group.shown().parts()));
            } else {
                open.add(group.shown());
            }
        }
        return done;
    }

    private static TrackedShape last(Track track) {
        TrackedShape last = track.shapes().getLast();
        for (Track element : track.elements()) {
            TrackedShape own = element.shapes().getLast();
            if (own.frame() > last.frame() || (own.frame() == last.frame() && !own.outside())) {
                last = own;
            }
        }
        return last;
    }

    /** Ends at {@code frame}, unless it is outside already. */
    private static Track ended(Track track, int frame) {
        List<TrackedShape> shapes = new ArrayList<>(track.shapes());
        TrackedShape last = shapes.getLast();
        if (!last.outside() && last.frame() < frame) {
            shapes.add(TrackCut.at(last, 0, frame, true));
        }
        List<Track> elements = new ArrayList<>(track.elements());
        elements.replaceAll(e -> ended(e, frame));
        return TrackCut.with(track, track.frame(), shapes, elements);
    }

    private static double similarity(Track a, Track b, FrameSelection shared) {
        if (a.labelId() != b.labelId() || shared.first() > shared.last()) {
            return 0;
        }
        Iterator<TrackPosition> ofA = TrackWalk.over(a, shared);
        Iterator<TrackPosition> ofB = TrackWalk.over(b, shared);
        TrackPosition atA = ofA.hasNext() ? ofA.next() : null;
        TrackPosition atB = ofB.hasNext() ? ofB.next() : null;
        if (atA == null || atB == null) {
            return 0;
        }
        int count = 0;
        double alike = 0;
        while (atA != null || atB != null) {
            count++;
            int frame = Math.min(
                    atA == null ? Integer.MAX_VALUE : atA.shape().frame(),
                    atB == null ? Integer.MAX_VALUE : atB.shape().frame());
            boolean hasA = atA != null && atA.shape().frame() == frame;
            boolean hasB = atB != null && atB.shape().frame() == frame;
            if (hasA
                    && hasB
                    && atA != null
                    && atB != null
                    && atA.shape().outside() == atB.shape().outside()) {
                alike += near(atA, atB);
            }
            if (hasA) {
                atA = ofA.hasNext() ? ofA.next() : null;
            }
            if (hasB) {
                atB = ofB.hasNext() ? ofB.next() : null;
            }
        }
        return alike / count;
    }

    private static double near(TrackPosition a, TrackPosition b) {
        return close(a.shape(), b.shape()) ? 1 : Geometry.overlap(a.shape(), b.shape());
    }

    /** Equal but for what rounding does to a position that was interpolated twice. */
    private static boolean close(Shape a, Shape b) {
        if (a.type() != b.type()
                || a.points().length != b.points().length
                || a.elements().size() != b.elements().size()) {
            return false;
        }
        for (int i = 0; i < a.points().length; i++) {
            if (Math.abs(a.points()[i] - b.points()[i]) > 1e-3) {
                return false;
            }
        }
        for (int i = 0; i < a.elements().size(); i++) {
            if (!close(a.elements().get(i), b.elements().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** One track of several parts; where two have a keyframe on one frame, the earlier part's counts. */
    static Track unite(List<Track> parts) {
        Track first = parts.getFirst();
        if (parts.size() == 1) {
            return first;
        }
        TreeMap<Integer, TrackedShape> shapes = new TreeMap<>();
        List<Track> elements = new ArrayList<>();
        for (Track part : parts) {
            part.shapes().forEach(shape -> shapes.putIfAbsent(shape.frame(), shape));
            for (Track element : part.elements()) {
                int at = indexOf(elements, element.labelId());
                if (at < 0) {
                    elements.add(element);
                } else {
                    elements.set(at, unite(List.of(elements.get(at), element)));
                }
            }
        }
        int frame = parts.stream().mapToInt(Track::frame).min().orElseThrow();
        return TrackCut.with(first, frame, List.copyOf(shapes.values()), elements);
    }

    static int indexOf(List<Track> elements, long labelId) {
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).labelId() == labelId) {
                return i;
            }
        }
        return -1;
    }
}
