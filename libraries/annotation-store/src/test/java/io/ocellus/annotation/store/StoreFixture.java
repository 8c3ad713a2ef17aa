package io.ocellus.annotation.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ocellus.annotation.model.AttributeValue;
import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import io.ocellus.annotation.model.TrackedShape;
import io.ocellus.embedded.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A database of its own with the real tables, and tasks in it. */
final class StoreFixture implements AutoCloseable {
    final HikariDataSource database;
    final JdbcClient jdbc;
    final SpoolSpace space;
    final PostgresAnnotationWriter writer;
    final PostgresAnnotationReader reader;
    final PostgresRevisionDeltas deltas;

    StoreFixture() {
        this(8 << 20);
    }

    StoreFixture(long memoryPerSpool) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestServers.newDatabase());
        config.setUsername(TestServers.postgres().user());
        config.setPassword(TestServers.postgres().password());
        config.setMaximumPoolSize(8);
        database = new HikariDataSource(config);
        jdbc = JdbcClient.create(database);
        jdbc.sql("CREATE SCHEMA annotation").update();
        for (String script : List.of("V1__projects_tasks_jobs_labels", "V2__data_and_frames", "V3__annotations")) {
            migrate("/db/annotation/" + script + ".sql");
        }
        JdbcTransactionManager transactions = new JdbcTransactionManager(database);
        space = new SpoolSpace(
                TestServers.folder().resolve(TestServers.uniqueName("spool")), 64L << 20, 64 << 20, memoryPerSpool);
        writer = new PostgresAnnotationWriter(database, transactions, space, Optional::empty, () -> {});
        reader = new PostgresAnnotationReader(database, transactions);
        deltas = new PostgresRevisionDeltas(database, transactions);
    }

    private void migrate(String script) {
        try (InputStream in = StoreFixture.class.getResourceAsStream(script);
                var connection = database.getConnection();
                var statement = connection.createStatement()) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            statement.execute("SET search_path = annotation");
            statement.execute(sql);
            statement.execute("RESET search_path");
        } catch (IOException | java.sql.SQLException e) {
            throw new IllegalStateException(script, e);
        }
    }

    /** A task with a label {@code car}, a skeleton {@code body} of two points, and a job for each pair of first and last frame. */
    record Project(long task, List<Long> jobs, long car, long checked, long colour, long body, long head, long tail) {}

    Project task(int[]... spans) {
        long task = id("INSERT INTO annotation.task (name) VALUES ('t') RETURNING id");
        long car = label(task, "car", null);
        long checked = id("INSERT INTO annotation.attribute_spec (label_id, name, mutable, input_type, default_value)"
                + " VALUES (" + car + ", 'checked', true, 'checkbox', 'false') RETURNING id");
        long colour = id("INSERT INTO annotation.attribute_spec (label_id, name, mutable, input_type, default_value)"
                + " VALUES (" + car + ", 'colour', false, 'text', 'red') RETURNING id");
        long body = label(task, "body", null);
        long head = label(task, "head", body);
        long tail = label(task, "tail", body);
        List<Long> jobs = new ArrayList<>();
        for (int[] span : spans) {
            long segment = id("INSERT INTO annotation.segment (task_id, start_frame, stop_frame) VALUES (" + task + ","
                    + span[0] + "," + span[1] + ") RETURNING id");
            jobs.add(id("INSERT INTO annotation.job (segment_id, task_id) VALUES (" + segment + "," + task
                    + ") RETURNING id"));
        }
        return new Project(task, jobs, car, checked, colour, body, head, tail);
    }

    private long label(long task, String name, Long parent) {
        return id("INSERT INTO annotation.label (task_id, name, parent_id) VALUES (" + task + ",'" + name + "',"
                + parent + ") RETURNING id");
    }

    long id(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    /** What is given, in a save. */
    record Content(List<Tag> tags, List<Shape> shapes, List<Track> tracks) implements AnnotationSource {
        static Content of(Shape... shapes) {
            return new Content(List.of(), List.of(shapes), List.of());
        }

        static Content of(List<Track> tracks) {
            return new Content(List.of(), List.of(), tracks);
        }

        @Override
        public void feed(AnnotationSink sink) throws IOException {
            for (Tag tag : tags) {
                sink.tag(tag);
            }
            for (Shape shape : shapes) {
                sink.shape(shape);
            }
            for (Track track : tracks) {
                sink.track(track);
            }
        }
    }

    Content save(Target target, SaveAction action, AnnotationSource content) {
        return save(SaveRequest.of(target, action, OptionalLong.of(1)), content);
    }

    Content save(SaveRequest request, AnnotationSource content) {
        try (Saved saved = writer.save(request, content)) {
            return collect(saved);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Content collect(Saved saved) throws IOException {
        Content answer = new Content(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        saved.replay(new AnnotationSink() {
            @Override
            public void tag(Tag tag) {
                answer.tags().add(tag);
            }

            @Override
            public void shape(Shape shape) {
                answer.shapes().add(shape);
            }

            @Override
            public void track(Track track) {
                answer.tracks().add(track);
            }
        });
        return answer;
    }

    Content read(Target target) {
        return content(reader.open(target));
    }

    static Content content(AnnotationSnapshot snapshot) {
        return new Content(
                snapshot.tags().toList(),
                snapshot.shapes().toList(),
                snapshot.tracks().toList());
    }

    /** A text that differs when anything of it does. */
    static String text(Content content) {
        StringBuilder out = new StringBuilder();
        content.tags().forEach(tag -> out.append(tag).append('\n'));
        content.shapes().forEach(shape -> text(shape, out));
        content.tracks().forEach(track -> text(track, out));
        return out.toString();
    }

    private static void text(Shape s, StringBuilder out) {
        out.append(s.id() + " " + s.frame() + " " + s.labelId() + " " + s.type() + " " + s.source() + s.occluded()
                + s.outside() + s.zOrder() + " " + s.rotation() + " " + s.group()
                + java.util.Arrays.toString(s.points()) + s.attributes() + "[");
        s.elements().forEach(e -> text(e, out));
        out.append("]\n");
    }

    private static void text(Track t, StringBuilder out) {
        out.append(t.id() + " " + t.frame() + " " + t.labelId() + t.source() + t.group() + t.attributes() + "[");
        t.shapes()
                .forEach(s -> out.append(s.id() + " " + s.frame() + s.type() + s.occluded() + s.outside() + s.zOrder()
                        + " " + s.rotation() + java.util.Arrays.toString(s.points()) + s.attributes() + ";"));
        t.elements().forEach(e -> text(e, out));
        out.append("]\n");
    }

    static Shape box(Project p, int frame, double... points) {
        return shape(0, frame, p.car(), ShapeType.RECTANGLE, List.of(), List.of(), points);
    }

    static Shape skeleton(Project p, int frame, double x) {
        return shape(
                0,
                frame,
                p.body(),
                ShapeType.SKELETON,
                List.of(),
                List.of(
                        shape(0, frame, p.head(), ShapeType.POINTS, List.of(), List.of(), x, 1),
                        shape(0, frame, p.tail(), ShapeType.POINTS, List.of(), List.of(), x + 5, 2)));
    }

    static Shape shape(
            long id,
            int frame,
            long label,
            ShapeType type,
            List<AttributeValue> attributes,
            List<Shape> elements,
            double... points) {
        return new Shape(
                id,
                frame,
                label,
                type,
                "manual",
                false,
                false,
                0,
                0,
                0,
                OptionalDouble.empty(),
                points,
                attributes,
                elements);
    }

    static Shape with(Shape s, long id, double... points) {
        return shape(id, s.frame(), s.labelId(), s.type(), s.attributes(), s.elements(), points);
    }

    static Tag tag(Project p, int frame) {
        return new Tag(0, frame, p.car(), "manual", 0, OptionalDouble.empty(), List.of());
    }

    static Track track(Project p, TrackedShape... shapes) {
        return new Track(0, shapes[0].frame(), p.car(), "manual", 0, List.of(), List.of(shapes), List.of());
    }

    static TrackedShape key(int frame, boolean outside, double... points) {
        return new TrackedShape(0, frame, ShapeType.RECTANGLE, false, outside, 0, 0, points, List.of());
    }

    @Override
    public void close() {
        database.close();
    }
}
