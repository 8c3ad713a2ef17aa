package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings an update or delete of a task to the jobs. What a task shows once may exist in several jobs: all of its copies are changed or
 * removed, each keeping its id. Reads the tables in the transaction that has locked all jobs; memory grows with what was sent and with the
 * frames shared by jobs that it touches. Used once.
 */
final class TaskRouting {
    private final SaveAction action;
    private final List<JobSpan> jobs;
    private final LabelSet labels;
    private final Pages pages;
    private final RowStage staged;
    private final RowStage out;
    private final Removal removal = new Removal();

    TaskRouting(SaveAction action, List<JobSpan> jobs, LabelSet labels, Pages pages, RowStage staged, RowStage out) {
        this.action = action;
        this.jobs = jobs;
        this.labels = labels;
        this.pages = pages;
        this.staged = staged;
        this.out = out;
        out.continueAfter(staged);
    }

    /** Something that exists, and in which job. */
    private record Member<T>(long jobId, T item) {}

    Removal route(Draft draft) throws IOException {
        tags(draft.given(RowTable.TAG));
        shapes(draft.given(RowTable.SHAPE));
        tracks(draft.given(RowTable.TRACK));
        return removal;
    }

    private void tags(Longs given) throws IOException {
        Map<Long, List<Member<Tag>>> known = new HashMap<>();
        List<Rows.TagRow> rows = byIds(RowTable.TAG, given, Rows::tag);
        rows.forEach(row -> known.put(row.id(), List.of(new Member<>(row.jobId(), row.tag()))));
        for (int frame : shared(rows.stream().map(row -> row.tag().frame()).toList())) {
            Map<Long, List<Member<Tag>>> byJob = onFrame(RowTable.TAG, frame, Rows::tag).stream()
                    .map(row -> new Member<>(row.jobId(), row.tag()))
                    .collect(Collectors.groupingBy(Member::jobId));
            for (var same : OverlapMerge.tags(inOrder(byJob), Member::item)) {
                remember(known, same, Tag::id);
            }
        }
        RowDecoder decoder = new RowDecoder();
        Spool.Reader reader = staged.rows(RowTable.TAG).read();
        while (reader.next()) {
            decoder.begin(reader.body(), 0);
            Tag tag = Rows.tag(decoder).tag();
            List<Member<Tag>> members = known.getOrDefault(tag.id(), List.of());
            members.forEach(member ->
                    removal.add(member.jobId(), RowTable.TAG, member.item().id()));
            if (action != SaveAction.DELETE) {
                Map<Long, Long> ids = ids(RowTable.TAG, tag.id(), holders(tag.frame()), members, Tag::id);
                for (var place : ids.entrySet()) {
                    out.tag(place.getKey(), tag, place.getValue(), 0);
                }
            }
        }
    }

    private void shapes(Longs given) throws IOException {
        Map<Long, List<Member<Shape>>> known = new HashMap<>();
        List<Rows.ShapeRow> rows = byIds(RowTable.SHAPE, given, Rows::shape);
        rows.forEach(row -> known.put(row.id(), List.of(new Member<>(row.jobId(), row.shape()))));
        for (int frame : shared(rows.stream().map(row -> row.shape().frame()).toList())) {
            Map<Long, List<Member<Shape>>> byJob = new HashMap<>();
            Skeletons.byJob(onFrame(RowTable.SHAPE, frame, Rows::shape), labels)
                    .forEach((job, shapes) -> byJob.put(
                            job,
                            shapes.stream()
                                    .map(shape -> new Member<>(job, shape))
                                    .toList()));
            for (var same : OverlapMerge.shapes(inOrder(byJob), Member::item)) {
                remember(known, same, Shape::id);
            }
        }
        RowDecoder decoder = new RowDecoder();
        Spool.Reader reader = staged.rows(RowTable.SHAPE).read();
        Shape root = null;
        List<Shape> elements = new ArrayList<>();
        while (reader.next()) {
            decoder.begin(reader.body(), 0);
            Shape shape = Rows.shape(decoder).shape();
            if ((reader.flags() & RowStage.ELEMENT) != 0) {
                elements.add(shape);
                continue;
            }
            if (root != null) {
                shape(SpooledAnswer.whole(root, elements), known);
            }
            root = shape;
        }
        if (root != null) {
            shape(SpooledAnswer.whole(root, elements), known);
        }
    }

    private void shape(Shape shape, Map<Long, List<Member<Shape>>> known) throws IOException {
        List<Member<Shape>> members = known.getOrDefault(shape.id(), List.of());
        members.forEach(member ->
                removal.add(member.jobId(), RowTable.SHAPE, member.item().id()));
        if (action == SaveAction.DELETE) {
            return;
        }
        Map<Long, Long> ids = ids(RowTable.SHAPE, shape.id(), holders(shape.frame()), members, Shape::id);
        for (var place : ids.entrySet()) {
            long id = place.getValue();
            out.shape(place.getKey(), shape, id, 0);
            List<Shape> before = members.stream()
                    .filter(member -> member.item().id() == id)
                    .findFirst()
                    .map(member -> member.item().elements())
                    .orElse(List.of());
            for (Shape element : shape.elements()) {
                long own = id == shape.id() ? element.id() : idOf(before, element.labelId());
                out.element(place.getKey(), element, out.idOr(RowTable.SHAPE, own), id, 0);
            }
        }
    }

    private static long idOf(List<Shape> elements, long labelId) {
        for (Shape element : elements) {
            if (element.labelId() == labelId) {
                return element.id();
            }
        }
        return 0;
    }

    private void tracks(Longs given) throws IOException {
        Map<Long, List<Member<Track>>> known = new HashMap<>();
        if (!given.isEmpty()) {
            TrackPages tracks = new TrackPages(pages);
            JoinedTracks joined = new JoinedTracks(jobs, job -> {
                List<Track> all = new ArrayList<>();
                tracks.of(job.jobId(), job.revision(), labels).forEachRemaining(all::add);
                return all;
            });
            joined.forEachRemaining(track -> {
                List<Member<Track>> members = track.parts().stream()
                        .map(part -> new Member<>(part.jobId(), part.track()))
                        .toList();
                members.forEach(member -> known.put(member.item().id(), members));
            });
        }
        SpooledAnswer.tracks(staged, null, new AnnotationSink() {
            @Override
            public void tag(Tag tag) {}

            @Override
            public void shape(Shape shape) {}

            @Override
            public void track(Track track) throws IOException {
                TaskRouting.this.track(track, known.getOrDefault(track.id(), List.of()));
            }
        });
    }

    private void track(Track track, List<Member<Track>> members) throws IOException {
        members.forEach(member ->
                removal.add(member.jobId(), RowTable.TRACK, member.item().id()));
        if (action == SaveAction.DELETE || track.shapes().isEmpty()) {
            return;
        }
        Map<Long, Track> parts = new java.util.LinkedHashMap<>();
        List<JobSpan> holders = new ArrayList<>();
        for (JobSpan job : jobs) {
            var part = jobs.size() == 1 ? java.util.Optional.of(track) : TrackCut.to(track, job);
            part.ifPresent(p -> {
                parts.put(job.jobId(), p);
                holders.add(job);
            });
        }
        if (parts.isEmpty()) {
            JobSpan home = jobs.stream()
                    .filter(job -> job.holds(track.frame()))
                    .findFirst()
                    .orElse(jobs.getFirst());
            parts.put(home.jobId(), track);
            holders.add(home);
        }
        Map<Long, Long> ids = ids(RowTable.TRACK, track.id(), holders, members, Track::id);
        Set<Long> used = new HashSet<>();
        for (var place : ids.entrySet()) {
            Track part = java.util.Objects.requireNonNull(parts.get(place.getKey()));
            Track before = members.stream()
                    .filter(member -> member.jobId() == place.getKey())
                    .map(Member::item)
                    .findFirst()
                    .orElse(null);
            out.track(place.getKey(), numbered(part, place.getValue(), before, used));
        }
    }

    private Track numbered(Track part, long id, @Nullable Track before, Set<Long> used) {
        Map<Integer, Long> frames = new HashMap<>();
        if (before != null) {
            before.shapes().forEach(shape -> frames.put(shape.frame(), shape.id()));
        }
        List<TrackedShape> shapes = new ArrayList<>(part.shapes().size());
        for (TrackedShape shape : part.shapes()) {
            long own = shape.id();
            if (own == 0 || !used.add(own)) {
                own = frames.getOrDefault(shape.frame(), 0L);
                if (own == 0 || !used.add(own)) {
                    own = out.newId(RowTable.TRACK_SHAPE);
                }
            }
            shapes.add(TrackCut.at(shape, own, shape.frame(), shape.outside()));
        }
        List<Track> elements = new ArrayList<>(part.elements().size());
        for (Track element : part.elements()) {
            int at = before == null ? -1 : TrackMerge.indexOf(before.elements(), element.labelId());
            Track earlier = before == null || at < 0 ? null : before.elements().get(at);
            long own = element.id();
            if (own == 0 || !used.add(-Long.MAX_VALUE / 2 - own)) {
                own = earlier == null ? out.newId(RowTable.TRACK) : earlier.id();
                used.add(-Long.MAX_VALUE / 2 - own);
            }
            elements.add(numbered(element, own, earlier, used));
        }
        return new Track(
                id, part.frame(), part.labelId(), part.source(), part.group(), part.attributes(), shapes, elements);
    }

    /** The id for each job, by job: what the job has already, the sent one where that is free, else a new one. */
    private <T> Map<Long, Long> ids(
            RowTable table, long sent, List<JobSpan> holders, List<Member<T>> members, Function<T, Long> idOf) {
        Map<Long, Long> ids = new java.util.LinkedHashMap<>();
        for (JobSpan job : holders) {
            members.stream()
                    .filter(member -> member.jobId() == job.jobId())
                    .findFirst()
                    .ifPresent(member -> ids.put(job.jobId(), idOf.apply(member.item())));
        }
        boolean free = !ids.containsValue(sent);
        for (JobSpan job : holders) {
            if (!ids.containsKey(job.jobId())) {
                ids.put(job.jobId(), free ? sent : out.newId(table));
                free = false;
            }
        }
        return ids;
    }

    private List<JobSpan> holders(int frame) {
        return jobs.stream().filter(job -> job.holds(frame)).toList();
    }

    private <T> void remember(
            Map<Long, List<Member<T>>> known, OverlapMerge.Same<Member<T>> same, Function<T, Long> idOf) {
        List<Member<T>> members = new ArrayList<>(same.copies().size() + 1);
        members.add(same.shown());
        members.addAll(same.copies());
        for (Member<T> member : members) {
            known.computeIfPresent(idOf.apply(member.item()), (id, before) -> members);
        }
    }

    /** Of the frames, those that several jobs hold. */
    private Set<Integer> shared(List<Integer> frames) {
        Set<Integer> found = new TreeSet<>();
        for (int frame : frames) {
            if (holders(frame).size() > 1) {
                found.add(frame);
            }
        }
        return found;
    }

    private <T> List<List<Member<T>>> inOrder(Map<Long, List<Member<T>>> byJob) {
        return jobs.stream()
                .map(job -> byJob.getOrDefault(job.jobId(), List.of()))
                .filter(members -> !members.isEmpty())
                .toList();
    }

    private <R> List<R> byIds(RowTable table, Longs ids, Function<RowDecoder, R> row) {
        if (ids.isEmpty()) {
            return List.of();
        }
        StringBuilder list = new StringBuilder(12 * ids.size());
        for (int i = 0; i < ids.size(); i++) {
            list.append(i == 0 ? "" : ",").append(ids.get(i));
        }
        return rows(
                table,
                "id = ANY('{" + list + "}'::bigint[])" + (table == RowTable.TAG ? "" : " AND parent_id IS NULL"),
                row);
    }

    private <R> List<R> onFrame(RowTable table, int frame, Function<RowDecoder, R> row) {
        return rows(table, "frame = " + frame, row);
    }

    private <R> List<R> rows(RowTable table, String where, Function<RowDecoder, R> row) {
        String ids = jobs.stream().map(job -> Long.toString(job.jobId())).collect(Collectors.joining(","));
        return pages.copy(
                "SELECT " + table.columns() + " FROM " + table.table() + " WHERE job_id IN (" + ids + ") AND " + where
                        + " ORDER BY id",
                row);
    }
}
