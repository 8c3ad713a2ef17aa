package io.ocellus.annotation.curation;

import io.ocellus.annotation.lists.Condition;
import io.ocellus.annotation.model.ShapeType;
import io.ocellus.embeddings.ObjectGeometry;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the tables say now of frames and objects, within what a caller may see: the truth that every hit of a search is held against.
 * Thread-safe; each call is one query.
 */
final class SeenFrames {
    private static final String JOBS = " JOIN annotation.job j ON j.task_id = t.id AND j.type = 'annotation'"
            + " JOIN annotation.segment s ON s.id = j.segment_id LEFT JOIN annotation.project p ON p.id = t.project_id ";
    private final JdbcTemplate jdbc;

    SeenFrames(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    record Place(long task, int frame) {}

    /** An object as it is now. */
    record Seen(long id, long task, long job, int frame, String label, long geometry) {}

    /** Tasks with jobs that the caller may see; at most {@code most} and one more, which tells that there are too many to name. */
    List<Long> tasks(Condition visible, @Nullable Long project, int most) {
        List<Object> parameters = new ArrayList<>(visible.parameters());
        String narrower = "";
        if (project != null) {
            narrower = " AND t.project_id = ?";
            parameters.add(project);
        }
        return jdbc.queryForList(
                "SELECT DISTINCT t.id FROM annotation.task t" + JOBS + "WHERE (" + visible.sql() + ")" + narrower
                        + " ORDER BY t.id DESC LIMIT " + (most + 1),
                Long.class,
                parameters.toArray());
    }

    /** Ids of the labels with a name, of any task or project. */
    List<Long> labels(String name, int most) {
        return jdbc.queryForList("SELECT id FROM annotation.label WHERE name = ? LIMIT " + most, Long.class, name);
    }

    /** The job through which the caller sees each frame; frames that are deleted, gone or not to be seen are missing. */
    Map<Place, Long> jobs(Collection<Place> places, Condition visible, @Nullable String label) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(places.stream().map(Place::task).toArray(Long[]::new));
        parameters.add(places.stream().map(Place::frame).toArray(Integer[]::new));
        parameters.addAll(visible.parameters());
        String labelled = "";
        if (label != null) {
            labelled = " AND (EXISTS (SELECT FROM annotation.shape x JOIN annotation.label l ON l.id = x.label_id"
                    + " WHERE x.job_id = j.id AND x.frame = f.frame AND l.name = ?)"
                    + " OR EXISTS (SELECT FROM annotation.tag x JOIN annotation.label l ON l.id = x.label_id"
                    + " WHERE x.job_id = j.id AND x.frame = f.frame AND l.name = ?))";
            parameters.add(label);
            parameters.add(label);
        }
        Map<Place, Long> found = new HashMap<>();
        jdbc.query(
                "SELECT t.id, f.frame, min(j.id) FROM unnest(?::bigint[], ?::integer[]) AS f (task, frame)"
                        + " JOIN annotation.task t ON t.id = f.task JOIN annotation.data d ON d.id = t.data_id" + JOBS
                        + "WHERE f.frame BETWEEN s.start_frame AND s.stop_frame AND f.frame < d.size"
                        + " AND NOT f.frame = ANY(d.deleted_frames) AND (" + visible.sql() + ")" + labelled
                        + " GROUP BY t.id, f.frame",
                row -> {
                    found.put(new Place(row.getLong(1), row.getInt(2)), row.getLong(3));
                },
                parameters.toArray());
        return found;
    }

    /** The objects as they are now, by id; what is gone, on a deleted frame or not to be seen is missing. */
    Map<Long, Seen> objects(Collection<Long> ids, Condition visible) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(ids.toArray(Long[]::new));
        parameters.addAll(visible.parameters());
        Map<Long, Seen> found = new HashMap<>();
        jdbc.query(
                "SELECT x.id, t.id, j.id, x.frame, l.name, x.type, x.rotation,"
                        + " CASE WHEN cardinality(x.points) > 0 THEN x.points ELSE ARRAY("
                        + " SELECT q FROM annotation.shape e, unnest(e.points) WITH ORDINALITY AS u (q, n)"
                        + " WHERE e.job_id = x.job_id AND e.parent_id = x.id ORDER BY e.id, n) END"
                        + " FROM annotation.shape x JOIN annotation.job j ON j.id = x.job_id"
                        + " JOIN annotation.task t ON t.id = j.task_id JOIN annotation.data d ON d.id = t.data_id"
                        + " JOIN annotation.label l ON l.id = x.label_id"
                        + " LEFT JOIN annotation.project p ON p.id = t.project_id"
                        + " WHERE x.id = ANY(?) AND x.parent_id IS NULL AND NOT x.frame = ANY(d.deleted_frames) AND ("
                        + visible.sql() + ")",
                row -> {
                    int frame = row.getInt(4);
                    long geometry = ObjectGeometry.fingerprint(
                            frame, ShapeType.ofStored(row.getInt(6)), row.getDouble(7), numbers(row.getArray(8)));
                    found.put(
                            row.getLong(1),
                            new Seen(
                                    row.getLong(1), row.getLong(2), row.getLong(3), frame, row.getString(5), geometry));
                },
                parameters.toArray());
        return found;
    }

    /** The job of a top-level shape, whoever may see it. */
    Optional<Long> jobOf(long shape) {
        return jdbc
                .queryForList(
                        "SELECT job_id FROM annotation.shape WHERE id = ? AND parent_id IS NULL", Long.class, shape)
                .stream()
                .findFirst();
    }

    private static double[] numbers(Array array) throws SQLException {
        return Arrays.stream((Double[]) array.getArray())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
