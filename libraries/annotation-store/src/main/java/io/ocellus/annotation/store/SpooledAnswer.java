package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a save answers, read back from its spool. Not thread-safe. */
final class SpooledAnswer implements Saved {
    private final RowStage stage;
    private final IdBlocks ids;
    private final long version;
    private final Map<Long, Long> revisions;

    SpooledAnswer(RowStage stage, IdBlocks ids, long version, Map<Long, Long> revisions) {
        this.stage = stage;
        this.ids = ids;
        this.version = version;
        this.revisions = Map.copyOf(revisions);
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Map<Long, Long> revisions() {
        return revisions;
    }

    @Override
    public void replay(AnnotationSink sink) throws IOException {
        replay(stage, ids, sink);
    }

    /** Gives what is marked as the answer; {@code ids} null leaves the ids as they were staged. */
    static void replay(RowStage stage, @Nullable IdBlocks ids, AnnotationSink sink) throws IOException {
        RowDecoder decoder = new RowDecoder();
        Spool.Reader tags = stage.rows(RowTable.TAG).read();
        while (tags.next()) {
            if ((tags.flags() & RowStage.ANSWER) != 0) {
                if (ids != null) {
                    ids.patch(RowTable.TAG, tags.body());
                }
                decoder.begin(tags.body(), 0);
                sink.tag(Rows.tag(decoder).tag());
            }
        }
        shapes(stage, ids, decoder, sink);
        tracks(stage, ids, sink);
    }

    private static void shapes(RowStage stage, @Nullable IdBlocks ids, RowDecoder decoder, AnnotationSink sink)
            throws IOException {
        Spool.Reader rows = stage.rows(RowTable.SHAPE).read();
        Shape root = null;
        List<Shape> elements = new ArrayList<>();
        while (rows.next()) {
            if ((rows.flags() & RowStage.ANSWER) == 0) {
                continue;
            }
            if (ids != null) {
                ids.patch(RowTable.SHAPE, rows.body());
            }
            decoder.begin(rows.body(), 0);
            Shape shape = Rows.shape(decoder).shape();
            if ((rows.flags() & RowStage.ELEMENT) != 0) {
                elements.add(shape);
                continue;
            }
            if (root != null) {
                sink.shape(whole(root, elements));
            }
            root = shape;
        }
        if (root != null) {
            sink.shape(whole(root, elements));
        }
    }

    static Shape whole(Shape s, List<Shape> elements) {
        if (elements.isEmpty()) {
            return s;
        }
        List<Shape> own = List.copyOf(elements);
        elements.clear();
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
                own);
    }

    /** Gives the tracks of the stage's answer; {@code ids} null leaves their ids as they were staged. */
    static void tracks(RowStage stage, @Nullable IdBlocks ids, AnnotationSink sink) throws IOException {
        RowDecoder decoder = new RowDecoder();
        Spool.Reader rows = stage.trackAnswers().read();
        Pending root = null;
        Pending current = null;
        while (rows.next()) {
            if ((rows.flags() & RowStage.KEYFRAME) != 0 && current != null) {
                if (ids != null) {
                    ids.patch(RowTable.TRACK_SHAPE, rows.body());
                }
                decoder.begin(rows.body(), 0);
                current.shapes.add(Rows.trackShape(decoder).shape());
                continue;
            }
            if (ids != null) {
                ids.patch(RowTable.TRACK, rows.body());
            }
            decoder.begin(rows.body(), 0);
            current = new Pending(Rows.track(decoder));
            if ((rows.flags() & RowStage.ELEMENT) != 0 && root != null) {
                root.elements.add(current);
            } else {
                if (root != null) {
                    sink.track(root.track());
                }
                root = current;
            }
        }
        if (root != null) {
            sink.track(root.track());
        }
    }

    private static final class Pending {
        private final Rows.TrackRow row;
        private final List<TrackedShape> shapes = new ArrayList<>();
        private final List<Pending> elements = new ArrayList<>();

        Pending(Rows.TrackRow row) {
            this.row = row;
        }

        Track track() {
            return new Track(
                    row.id(),
                    row.frame(),
                    row.labelId(),
                    row.source(),
                    row.group(),
                    row.attributes(),
                    shapes,
                    elements.stream().map(Pending::track).toList());
        }
    }

    @Override
    public void close() {
        stage.close();
    }
}
