package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the tracks of a job with keyframes and elements, some at a time. Thread-safe. */
final class TrackPages {
    private static final int TRACKS = 64;
    private final Pages pages;

    TrackPages(Pages pages) {
        this.pages = pages;
    }

    /** By ascending id. */
    Iterator<Track> of(long job, long revision, LabelSet labels) {
        PagedIterator<Track> tracks =
                new PagedIterator<>(TRACKS, last -> page(job, revision, last == null ? 0 : last.id(), labels));
        return tracks;
    }

    private List<Track> page(long job, long revision, long after, LabelSet labels) {
        return pages.together(() -> {
            List<Rows.TrackRow> roots = pages.read(
                    job,
                    revision,
                    RowTable.TRACK,
                    "parent_id IS NULL AND id > " + after,
                    " ORDER BY id LIMIT " + TRACKS,
                    Rows::track);
            if (roots.isEmpty()) {
                return List.of();
            }
            List<Rows.TrackRow> elements = pages.read(
                    job, revision, RowTable.TRACK, "parent_id IN (" + ids(roots) + ")", " ORDER BY id", Rows::track);
            List<Rows.TrackRow> all = new ArrayList<>(roots);
            all.addAll(elements);
            List<Rows.TrackShapeRow> shapes = pages.read(
                    job,
                    revision,
                    RowTable.TRACK_SHAPE,
                    "track_id IN (" + ids(all) + ")",
                    " ORDER BY track_id, frame",
                    Rows::trackShape);
            return assemble(roots, elements, shapes, labels);
        });
    }

    private static String ids(List<Rows.TrackRow> tracks) {
        return tracks.stream().map(track -> Long.toString(track.id())).collect(Collectors.joining(","));
    }

    private static List<Track> assemble(
            List<Rows.TrackRow> roots, List<Rows.TrackRow> elements, List<Rows.TrackShapeRow> shapes, LabelSet labels) {
        Map<Long, List<TrackedShape>> byTrack = new HashMap<>();
        shapes.forEach(row ->
                byTrack.computeIfAbsent(row.trackId(), id -> new ArrayList<>()).add(row.shape()));
        Map<Long, List<Track>> byParent = new HashMap<>();
        elements.forEach(row -> byParent.computeIfAbsent(row.parentId(), id -> new ArrayList<>())
                .add(track(row, byTrack, List.of(), labels)));
        return roots.stream()
                .map(row -> track(row, byTrack, byParent.getOrDefault(row.id(), List.of()), labels))
                .toList();
    }

    private static Track track(
            Rows.TrackRow row, Map<Long, List<TrackedShape>> shapes, List<Track> elements, LabelSet labels) {
        List<TrackedShape> own = new ArrayList<>(shapes.getOrDefault(row.id(), List.of()));
        List<AttributeValue> before = List.of();
        for (int i = 0; i < own.size(); i++) {
            TrackedShape shape = own.get(i);
            before = labels.complete(row.labelId(), carried(shape.attributes(), before), LabelSet.Kind.MUTABLE);
            own.set(i, KeyframeWalk.with(shape, shape.id(), shape.frame(), before));
        }
        return new Track(
                row.id(),
                row.frame(),
                row.labelId(),
                row.source(),
                row.group(),
                labels.complete(row.labelId(), row.attributes(), LabelSet.Kind.IMMUTABLE),
                own,
                elements);
    }

    private static List<AttributeValue> carried(List<AttributeValue> own, List<AttributeValue> before) {
        if (before.isEmpty()) {
            return own;
        }
        List<AttributeValue> all = new ArrayList<>(own);
        for (AttributeValue value : before) {
            if (!LabelSet.names(own, value.specId())) {
                all.add(value);
            }
        }
        return all;
    }
}
