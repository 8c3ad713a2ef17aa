package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.TrackedShape;
import java.util.List;
import java.util.OptionalDouble;

/** Rows of the tables as values, and their encoding. */
@SuppressWarnings("EnumOrdinal") // the tables hold ShapeType's ordinals, which its comment promises to keep
final class Rows {
    private static final ShapeType[] TYPES = ShapeType.values();

    private Rows() {}

    record TagRow(long jobId, long id, long revision, Tag tag) {}

    /** @param parentId the skeleton that it belongs to, or 0 */
    record ShapeRow(long jobId, long id, long revision, long parentId, Shape shape) {}

    record TrackRow(
            long jobId,
            long id,
            long revision,
            int frame,
            long labelId,
            long parentId,
            long group,
            String source,
            List<AttributeValue> attributes) {}

    record TrackShapeRow(long jobId, long id, long revision, long trackId, TrackedShape shape) {}

    static void encode(RowEncoder out, long jobId, long id, Tag tag) {
        out.begin(9);
        head(out, jobId, id);
        out.integer(tag.frame());
        out.bigint(tag.labelId());
        out.bigintOrAbsent(tag.group());
        score(out, tag.score());
        out.text(tag.source());
        out.attributes(tag.attributes());
    }

    static TagRow tag(RowDecoder in) {
        long job = in.bigint();
        long id = in.bigint();
        long revision = in.bigint();
        int frame = in.integer();
        long label = in.bigint();
        long group = in.bigintOrAbsent();
        OptionalDouble score = score(in);
        String source = in.text();
        return new TagRow(job, id, revision, new Tag(id, frame, label, source, group, score, in.attributes()));
    }

    static void encode(RowEncoder out, long jobId, long id, long parentId, Shape shape) {
        out.begin(16);
        head(out, jobId, id);
        out.integer(shape.frame());
        out.bigint(shape.labelId());
        out.smallint(shape.type().ordinal());
        out.bool(shape.occluded());
        out.bool(shape.outside());
        out.integer(shape.zOrder());
        out.float8(shape.rotation());
        out.bigintOrAbsent(parentId);
        out.bigintOrAbsent(shape.group());
        score(out, shape.score());
        out.text(shape.source());
        out.points(shape.points());
        out.attributes(shape.attributes());
    }

    static ShapeRow shape(RowDecoder in) {
        long job = in.bigint();
        long id = in.bigint();
        long revision = in.bigint();
        int frame = in.integer();
        long label = in.bigint();
        ShapeType type = TYPES[in.smallint()];
        boolean occluded = in.bool();
        boolean outside = in.bool();
        int zOrder = in.integer();
        double rotation = in.float8();
        long parent = in.bigintOrAbsent();
        long group = in.bigintOrAbsent();
        OptionalDouble score = score(in);
        String source = in.text();
        double[] points = in.points();
        Shape shape = new Shape(
                id,
                frame,
                label,
                type,
                source,
                occluded,
                outside,
                zOrder,
                rotation,
                group,
                score,
                points,
                in.attributes(),
                List.of());
        return new ShapeRow(job, id, revision, parent, shape);
    }

    static void encode(RowEncoder out, TrackRow track) {
        out.begin(9);
        head(out, track.jobId(), track.id());
        out.integer(track.frame());
        out.bigint(track.labelId());
        out.bigintOrAbsent(track.parentId());
        out.bigintOrAbsent(track.group());
        out.text(track.source());
        out.attributes(track.attributes());
    }

    static TrackRow track(RowDecoder in) {
        long job = in.bigint();
        long id = in.bigint();
        long revision = in.bigint();
        int frame = in.integer();
        long label = in.bigint();
        long parent = in.bigintOrAbsent();
        long group = in.bigintOrAbsent();
        String source = in.text();
        return new TrackRow(job, id, revision, frame, label, parent, group, source, in.attributes());
    }

    static void encode(RowEncoder out, long jobId, long trackId, TrackedShape shape) {
        out.begin(12);
        head(out, jobId, shape.id());
        out.bigint(trackId);
        out.integer(shape.frame());
        out.smallint(shape.type().ordinal());
        out.bool(shape.occluded());
        out.bool(shape.outside());
        out.integer(shape.zOrder());
        out.float8(shape.rotation());
        out.points(shape.points());
        out.attributes(shape.attributes());
    }

    static TrackShapeRow trackShape(RowDecoder in) {
        long job = in.bigint();
        long id = in.bigint();
        long revision = in.bigint();
        long track = in.bigint();
        int frame = in.integer();
        ShapeType type = TYPES[in.smallint()];
        boolean occluded = in.bool();
        boolean outside = in.bool();
        int zOrder = in.integer();
        double rotation = in.float8();
        double[] points = in.points();
        TrackedShape shape =
                new TrackedShape(id, frame, type, occluded, outside, zOrder, rotation, points, in.attributes());
        return new TrackShapeRow(job, id, revision, track, shape);
    }

    private static void head(RowEncoder out, long jobId, long id) {
        out.bigint(jobId);
        out.bigint(id);
        out.bigint(0);
    }

    private static void score(RowEncoder out, OptionalDouble score) {
        if (score.isPresent()) {
            out.float8(score.getAsDouble());
        } else {
            out.absent();
        }
    }

    private static OptionalDouble score(RowDecoder in) {
        return in.absent() ? OptionalDouble.empty() : OptionalDouble.of(in.float8());
    }
}
