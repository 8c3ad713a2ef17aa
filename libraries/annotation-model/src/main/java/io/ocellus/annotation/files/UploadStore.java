package io.ocellus.annotation.files;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code annotation.upload}. Thread-safe; works in the caller's transaction where there is one. */
public final class UploadStore {
    private final JdbcClient jdbc;

    public UploadStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when the target has a file of this name. */
    public boolean create(Upload upload) {
        return jdbc.sql("""
                        INSERT INTO annotation.upload (id, target, name, owner_id, length, bytes, object_key, complete)
                        VALUES (:id, :target, :name, :owner, :length, :bytes, :key, :complete)
                        ON CONFLICT (target, name) DO NOTHING
                        """)
                        .param("id", upload.id())
                        .param("target", upload.target().value())
                        .param("name", upload.name())
                        .param("owner", upload.owner())
                        .param("length", upload.length())
                        .param("bytes", upload.bytes())
                        .param("key", upload.objectKey())
                        .param("complete", upload.complete())
                        .update()
                == 1;
    }

    public Optional<Upload> find(UUID id) {
        return jdbc.sql("SELECT * FROM annotation.upload WHERE id = :id")
                .param("id", id)
                .query(UploadStore::row)
                .optional();
    }

    /** The file, locked until the transaction ends. */
    public Optional<Upload> lock(UUID id) {
        return jdbc.sql("SELECT * FROM annotation.upload WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query(UploadStore::row)
                .optional();
    }

    public Optional<Upload> named(UploadTarget target, String name) {
        return jdbc.sql("SELECT * FROM annotation.upload WHERE target = :target AND name = :name")
                .param("target", target.value())
                .param("name", name)
                .query(UploadStore::row)
                .optional();
    }

    /** All files of the target in the order in which they came. */
    public List<Upload> of(UploadTarget target) {
        return jdbc.sql("SELECT * FROM annotation.upload WHERE target = :target ORDER BY position")
                .param("target", target.value())
                .query(UploadStore::row)
                .list();
    }

    /** Number of files of the target and the sum of their lengths. */
    public Totals totals(UploadTarget target) {
        return jdbc.sql("SELECT count(*), coalesce(sum(length), 0) FROM annotation.upload WHERE target = :target")
                .param("target", target.value())
                .query((row, number) -> new Totals(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** @param bytes of all files together */
    public record Totals(long files, long bytes) {}

    /** A number for the next part of the file, never given twice. */
    public int nextPart(UUID id) {
        return jdbc.sql("UPDATE annotation.upload SET next_part = next_part + 1 WHERE id = :id RETURNING next_part - 1")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    public void setMultipart(UUID id, String multipartId) {
        jdbc.sql("UPDATE annotation.upload SET multipart_id = :multipart WHERE id = :id")
                .param("multipart", multipartId)
                .param("id", id)
                .update();
    }

    /** Writes down what has been received; the caller holds the lock. */
    public void advance(Upload upload) {
        StringJoiner parts = new StringJoiner(",", "[", "]");
        for (Upload.Part part : upload.parts()) {
            parts.add("[" + part.number() + ",\"" + part.etag().replaceAll("[^A-Za-z0-9_-]", "") + "\"," + part.size()
                    + "]");
        }
        jdbc.sql("""
                        UPDATE annotation.upload SET bytes = :bytes, parts = cast(:parts AS jsonb), tail_key = :tailKey, tail_bytes = :tail,
                            complete = :complete, touched_at = now()
                        WHERE id = :id
                        """)
                .param("bytes", upload.bytes())
                .param("parts", parts.toString())
                .param("tailKey", upload.tailKey().orElse(null), Types.VARCHAR)
                .param("tail", upload.tailBytes())
                .param("complete", upload.complete())
                .param("id", upload.id())
                .update();
    }

    public void complete(UUID id) {
        jdbc.sql("UPDATE annotation.upload SET complete = true, touched_at = now() WHERE id = :id")
                .param("id", id)
                .update();
    }

    public void delete(UUID id) {
        jdbc.sql("DELETE FROM annotation.upload WHERE id = :id").param("id", id).update();
    }

    /** Forgets the files of the target; their objects stay. */
    public void deleteAll(UploadTarget target) {
        jdbc.sql("DELETE FROM annotation.upload WHERE target = :target")
                .param("target", target.value())
                .update();
    }

    /** Files that nobody has touched for days. */
    public List<Upload> abandoned(int days, int limit) {
        return jdbc.sql("""
                        SELECT * FROM annotation.upload WHERE touched_at < now() - make_interval(days => :days)
                        ORDER BY touched_at LIMIT :limit
                        """)
                .param("days", days)
                .param("limit", limit)
                .query(UploadStore::row)
                .list();
    }

    /** An upload in parts in the object store. */
    public record Unfinished(String uploadId, String objectKey) {}

    /** Notes what the store holds now; what was noted before and is not among it any more is forgotten. */
    public void noteUnfinished(List<Unfinished> uploads) {
        String[] ids = uploads.stream().map(Unfinished::uploadId).toArray(String[]::new);
        jdbc.sql("DELETE FROM annotation.unfinished_upload WHERE NOT upload_id = ANY(?)")
                .param(ids)
                .update();
        jdbc.sql("INSERT INTO annotation.unfinished_upload (upload_id, object_key)"
                        + " SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[])) ON CONFLICT DO NOTHING")
                .param(ids)
                .param(uploads.stream().map(Unfinished::objectKey).toArray(String[]::new))
                .update();
    }

    /** Those that were noted days ago and that no file is known to come by. */
    public List<Unfinished> orphans(int days, int limit) {
        return jdbc.sql("""
                        SELECT upload_id, object_key FROM annotation.unfinished_upload o
                        WHERE seen_at < now() - make_interval(days => :days)
                            AND NOT EXISTS (SELECT FROM annotation.upload u WHERE u.multipart_id = o.upload_id)
                        ORDER BY seen_at LIMIT :limit
                        """)
                .param("days", days)
                .param("limit", limit)
                .query((row, n) -> new Unfinished(row.getString(1), row.getString(2)))
                .list();
    }

    private static Upload row(ResultSet row, int number) throws SQLException {
        return new Upload(
                row.getObject("id", UUID.class),
                new UploadTarget(row.getString("target")),
                row.getString("name"),
                row.getLong("owner_id"),
                row.getLong("length"),
                row.getLong("bytes"),
                row.getString("object_key"),
                Optional.ofNullable(row.getString("multipart_id")),
                parts(row.getString("parts")),
                Optional.ofNullable(row.getString("tail_key")),
                row.getInt("tail_bytes"),
                row.getBoolean("complete"));
    }

    /** The form that {@link #advance} writes, as PostgreSQL gives it back: {@code [[1, "etag", 8388608], …]}. */
    private static List<Upload.Part> parts(String json) {
        List<Upload.Part> parts = new ArrayList<>();
        var matcher = java.util.regex.Pattern.compile("\\[(\\d+), \"([^\"]*)\", (\\d+)]")
                .matcher(json);
        while (matcher.find()) {
            parts.add(new Upload.Part(
                    Integer.parseInt(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3))));
        }
        return parts;
    }
}
