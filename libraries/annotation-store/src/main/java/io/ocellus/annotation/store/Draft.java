package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a save was given, checked and turned into rows. Knows the jobs' frames but not what the tables hold; for updates and deletes of a
 * task, whose rows go to the jobs that own the ids, the rows are not bound to jobs yet. Not thread-safe.
 */
final class Draft implements AnnotationSink {
    /** Job of rows that are not bound yet. */
    static final long UNBOUND = 0;

    private static final int MOST_POINTS = 4_000_000;
    private final SaveRequest request;
    private final List<JobSpan> jobs;
    private final AnnotationRules rules;
    private final RowStage stage;
    private final boolean bound;
    private final Longs[] given = {new Longs(), new Longs(), new Longs(), new Longs()};
    private final Set<Long> labels = new HashSet<>();
    private long tags;
    private long shapes;
    private long tracks;

    Draft(SaveRequest request, List<JobSpan> jobs, LabelSet labels, RowStage stage) {
        this.request = request;
        this.jobs = jobs;
        this.rules = new AnnotationRules(labels, request.action());
        this.stage = stage;
        this.bound = binds(request);
    }

    static boolean binds(SaveRequest request) {
        return request.target() instanceof Target.OfJob
                || request.action() == SaveAction.CREATE
                || request.action() == SaveAction.REPLACE;
    }

    /** Ids of top-level annotations that were sent: for {@link RowTable#TAG}, {@link RowTable#SHAPE} or {@link RowTable#TRACK}. */
    Longs given(RowTable table) {
        return given[table.index()];
    }

    /** Labels that anything sent has. */
    Set<Long> labels() {
        return labels;
    }

    RowStage stage() {
        return stage;
    }

    @Override
    public void tag(Tag tag) throws IOException {
        String place = "tags[" + tags++ + "]";
        rules.check(place, tag);
        List<JobSpan> places = places(place, tag.frame());
        if (places.isEmpty()) {
            return;
        }
        labels.add(tag.labelId());
        note(RowTable.TAG, tag.id());
        int flags = RowStage.ANSWER;
        for (JobSpan job : places) {
            stage.tag(job.jobId(), tag, id(RowTable.TAG, flags, tag.id()), flags);
            flags = 0;
        }
    }

    @Override
    public void shape(Shape shape) throws IOException {
        String place = "shapes[" + shapes++ + "]";
        rules.check(place, shape);
        List<JobSpan> places = places(place, shape.frame());
        if (places.isEmpty()) {
            return;
        }
        labels.add(shape.labelId());
        note(RowTable.SHAPE, shape.id());
        int flags = RowStage.ANSWER;
        for (JobSpan job : places) {
            long id = id(RowTable.SHAPE, flags, shape.id());
            stage.shape(job.jobId(), shape, id, flags);
            for (Shape element : shape.elements()) {
                labels.add(element.labelId());
                long own = shape.id() == 0 ? 0 : element.id();
                stage.element(job.jobId(), element, id(RowTable.SHAPE, flags, own), id, flags);
            }
            flags = 0;
        }
    }

    @Override
    public void track(Track sent) throws IOException {
        String place = "tracks[" + tracks++ + "]";
        limit(place, sent);
        if (request.action() == SaveAction.DELETE) {
            rules.check(place, sent);
            note(RowTable.TRACK, sent.id());
            stage.answer(sent);
            return;
        }
        Track track = TrackCut.normal(sent);
        rules.check(place, track);
        labels.add(track.labelId());
        track.elements().forEach(element -> labels.add(element.labelId()));
        note(RowTable.TRACK, track.id());
        if (track.shapes().isEmpty()) {
            if (request.fit()) {
                return;
            }
            // CVAT answers such a track without an id and stores nothing: here the client learns of it.
            throw AnnotationRules.refuse(place, "shapes: This list may not be empty.");
        }
        List<Track> parts = new ArrayList<>();
        if (!bound) {
            int frame = track.shapes().getLast().frame();
            if (jobs.stream().noneMatch(job -> job.start() <= frame)) {
                places(place, frame);
                return;
            }
            Track numbered = numbered(track, true);
            stage.track(UNBOUND, numbered);
            parts.add(numbered);
        } else {
            for (JobSpan job : jobs) {
                var part = jobs.size() == 1 && !request.fit() ? java.util.Optional.of(track) : TrackCut.to(track, job);
                if (part.isPresent()) {
                    Track numbered = numbered(part.get(), parts.isEmpty());
                    stage.track(job.jobId(), numbered);
                    parts.add(numbered);
                }
            }
        }
        if (parts.isEmpty()) {
            List<JobSpan> places = places(place, track.frame());
            if (places.isEmpty()) {
                return;
            }
            Track numbered = numbered(track, true);
            stage.track(places.getFirst().jobId(), numbered);
            parts.add(numbered);
        }
        stage.answer(TrackMerge.unite(parts));
    }

    /** With ids everywhere: those sent where an update keeps them, else new ones. */
    private Track numbered(Track track, boolean first) {
        boolean keeps = first && request.action() == SaveAction.UPDATE && track.id() != 0;
        return number(stage, track, keeps ? track.id() : 0, keeps);
    }

    static Track number(RowStage stage, Track track, long id, boolean keeps) {
        List<TrackedShape> shapes = new ArrayList<>(track.shapes().size());
        for (TrackedShape shape : track.shapes()) {
            long own = stage.idOr(RowTable.TRACK_SHAPE, keeps ? shape.id() : 0);
            shapes.add(TrackCut.at(shape, own, shape.frame(), shape.outside()));
        }
        List<Track> elements = new ArrayList<>(track.elements().size());
        for (Track element : track.elements()) {
            elements.add(number(stage, element, keeps ? element.id() : 0, keeps));
        }
        return new Track(
                stage.idOr(RowTable.TRACK, id),
                track.frame(),
                track.labelId(),
                track.source(),
                track.group(),
                track.attributes(),
                shapes,
                elements);
    }

    private static void limit(String place, Track track) {
        long points = 0;
        for (TrackedShape shape : track.shapes()) {
            points += 20 + shape.points().length;
        }
        for (Track element : track.elements()) {
            for (TrackedShape shape : element.shapes()) {
                points += 20 + shape.points().length;
            }
        }
        if (points > MOST_POINTS) {
            throw AnnotationRules.refuse(place, "too many shapes and points for one track");
        }
    }

    private long id(RowTable table, int flags, long sent) {
        return stage.idOr(table, flags == RowStage.ANSWER ? sent : 0);
    }

    private void note(RowTable table, long id) {
        if (id != 0) {
            given[table.index()].add(id);
        }
    }

    private List<JobSpan> places(String place, int frame) {
        if (request.action() == SaveAction.DELETE) {
            return jobs.subList(0, 1);
        }
        List<JobSpan> places = new ArrayList<>(2);
        for (JobSpan job : jobs) {
            if (job.holds(frame)) {
                places.add(job);
                if (!bound) {
                    return List.of(new JobSpan(UNBOUND, job.taskId(), job.start(), job.stop(), 0));
                }
            }
        }
        if (places.isEmpty() && !request.fit()) {
            throw AnnotationRules.refuse(place, "frame " + frame + " is outside of the " + whole());
        }
        return places;
    }

    private String whole() {
        return switch (request.target()) {
            case Target.OfJob job ->
                "job's frames " + jobs.getFirst().start() + " to "
                        + jobs.getFirst().stop();
            case Target.OfTask task -> "frames of task " + task.id();
        };
    }
}
