package io.ocellus.annotation.frames;

import io.ocellus.annotation.model.Failure;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code data}, {@code frame} and {@code video}. Thread-safe; works in the caller's transaction where there is one. */
public final class FrameStore {
    private static final int BATCH = 1000;
    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    public FrameStore(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /** A picture of a task that is being made. */
    public record NewFrame(FrameInfo info, FrameSource.Picture picture) {}

    /** Saves the media of a task; returns its id. */
    public long create(TaskData data) {
        return jdbc.sql("""
                        INSERT INTO annotation.data (size, chunk_size, image_quality, start_frame, stop_frame, frame_filter,
                            compressed_chunk_type, original_chunk_type, storage_method, storage, sorting_method, content_size)
                        VALUES (:size, :chunk, :quality, :start, :stop, :filter, :compressed, :original, :method, :storage, :sorting, :content)
                        RETURNING id
                        """)
                .param("size", data.size())
                .param("chunk", data.chunkSize().isPresent() ? data.chunkSize().getAsInt() : null, Types.INTEGER)
                .param("quality", data.imageQuality())
                .param("start", data.startFrame())
                .param("stop", data.stopFrame())
                .param("filter", data.frameFilter())
                .param("compressed", data.compressedChunkType())
                .param("original", data.originalChunkType())
                .param("method", data.storageMethod())
                .param("storage", data.storage())
                .param("sorting", data.sortingMethod())
                .param(
                        "content",
                        data.contentSize().isPresent() ? data.contentSize().getAsLong() : null,
                        Types.BIGINT)
                .query(Long.class)
                .single();
    }

    public void addFrames(long dataId, List<NewFrame> frames) {
        template.batchUpdate("""
                INSERT INTO annotation.frame (data_id, number, name, width, height, object_key, byte_offset, byte_length, compression,
                    media_type, related_files)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, frames, BATCH, (row, frame) -> {
            FrameInfo info = frame.info();
            FrameSource.Picture picture = frame.picture();
            row.setLong(1, dataId);
            row.setInt(2, info.number());
            row.setString(3, info.name());
            row.setInt(4, info.width());
            row.setInt(5, info.height());
            row.setString(6, picture.objectKey());
            row.setLong(7, picture.offset());
            row.setLong(8, picture.length());
            row.setInt(9, picture.compression());
            row.setString(10, picture.mediaType());
            row.setArray(
                    11,
                    row.getConnection()
                            .createArrayOf("text", info.relatedFiles().toArray()));
        });
    }

    public void addVideo(long dataId, VideoTrack video) {
        template.update(connection -> {
            var row = connection.prepareStatement("""
                    INSERT INTO annotation.video (data_id, name, object_key, byte_length, width, height, time_base_num, time_base_den,
                        presentation_times, keyframes)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """);
            row.setLong(1, dataId);
            row.setString(2, video.name());
            row.setString(3, video.objectKey());
            row.setLong(4, video.byteLength());
            row.setInt(5, video.width());
            row.setInt(6, video.height());
            row.setInt(7, video.timeBaseNumerator());
            row.setInt(8, video.timeBaseDenominator());
            row.setArray(9, connection.createArrayOf("bigint", boxed(video.presentationTimes())));
            row.setArray(
                    10,
                    connection.createArrayOf(
                            "integer", Arrays.stream(video.keyframes()).boxed().toArray()));
            return row;
        });
    }

    public Optional<TaskData> find(long dataId) {
        return jdbc.sql("""
                        SELECT d.*, EXISTS (SELECT 1 FROM annotation.video v WHERE v.data_id = d.id) AS video
                        FROM annotation.data d WHERE d.id = :id
                        """).param("id", dataId).query(FrameStore::data).optional();
    }

    /** The media, locked until the transaction ends. */
    public TaskData lock(long dataId) {
        jdbc.sql("SELECT 1 FROM annotation.data WHERE id = :id FOR UPDATE")
                .param("id", dataId)
                .query(Integer.class)
                .optional();
        return find(dataId).orElseThrow(() -> new Failure.NotFound("There is no media with the id " + dataId));
    }

    /** The media of a task; empty until it has been made. */
    public Optional<TaskData> ofTask(long taskId) {
        return jdbc.sql("""
                        SELECT d.*, EXISTS (SELECT 1 FROM annotation.video v WHERE v.data_id = d.id) AS video
                        FROM annotation.task t JOIN annotation.data d ON d.id = t.data_id WHERE t.id = :id
                        """).param("id", taskId).query(FrameStore::data).optional();
    }

    /** Frames {@code from} to {@code to}, both inclusive, as far as they exist, in order. */
    public List<FrameInfo> frames(TaskData data, int from, int to) {
        int first = Math.max(0, from);
        int last = Math.min(to, data.size() - 1);
        if (last < first) {
            return List.of();
        }
        if (data.video()) {
            VideoTrack video = video(data.id());
            List<FrameInfo> frames = new ArrayList<>(last - first + 1);
            for (int number = first; number <= last; number++) {
                frames.add(new FrameInfo(
                        number,
                        "frame_%06d".formatted(data.sourceFrame(number)),
                        video.width(),
                        video.height(),
                        List.of()));
            }
            return frames;
        }
        return jdbc.sql("""
                        SELECT number, name, width, height, related_files FROM annotation.frame
                        WHERE data_id = :id AND number BETWEEN :first AND :last ORDER BY number
                        """)
                .param("id", data.id())
                .param("first", first)
                .param("last", last)
                .query((row, number) -> new FrameInfo(
                        row.getInt(1), row.getString(2), row.getInt(3), row.getInt(4), texts(row.getArray(5))))
                .list();
    }

    /** Where the pixels of the frame come from. */
    public FrameSource source(TaskData data, int number) {
        if (number < 0 || number >= data.size()) {
            throw new Failure.NotFound("There is no frame " + number + "; the task has " + data.size());
        }
        if (data.video()) {
            return new FrameSource.VideoFrame(video(data.id()), data.sourceFrame(number));
        }
        return jdbc.sql("""
                        SELECT object_key, byte_offset, byte_length, compression, media_type FROM annotation.frame
                        WHERE data_id = :id AND number = :number
                        """)
                .param("id", data.id())
                .param("number", number)
                .query((row, index) -> new FrameSource.Picture(
                        row.getString(1), row.getLong(2), row.getLong(3), row.getInt(4), row.getString(5)))
                .optional()
                .orElseThrow(() -> new Failure.NotFound("There is no frame " + number));
    }

    /** The video behind data that {@link TaskData#video} says has one. */
    public VideoTrack video(long dataId) {
        return jdbc.sql("SELECT * FROM annotation.video WHERE data_id = :id")
                .param("id", dataId)
                .query((row, number) -> new VideoTrack(
                        row.getString("name"),
                        row.getString("object_key"),
                        row.getLong("byte_length"),
                        row.getInt("width"),
                        row.getInt("height"),
                        row.getInt("time_base_num"),
                        row.getInt("time_base_den"),
                        longs(row.getArray("presentation_times")),
                        Arrays.stream(longs(row.getArray("keyframes")))
                                .mapToInt(Math::toIntExact)
                                .toArray()))
                .optional()
                .orElseThrow(() -> new Failure.NotFound("There is no video of data " + dataId));
    }

    public void setDeletedFrames(long dataId, List<Integer> frames) {
        template.update(connection -> {
            var row = connection.prepareStatement("UPDATE annotation.data SET deleted_frames = ? WHERE id = ?");
            row.setArray(1, connection.createArrayOf("integer", frames.toArray()));
            row.setLong(2, dataId);
            return row;
        });
    }

    private static TaskData data(ResultSet row, int number) throws SQLException {
        int chunk = row.getInt("chunk_size");
        OptionalInt chunkSize = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(chunk);
        long content = row.getLong("content_size");
        OptionalLong contentSize = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(content);
        return new TaskData(
                row.getLong("id"),
                row.getInt("size"),
                chunkSize,
                row.getInt("image_quality"),
                row.getInt("start_frame"),
                row.getInt("stop_frame"),
                row.getString("frame_filter"),
                row.getString("compressed_chunk_type"),
                row.getString("original_chunk_type"),
                row.getString("storage_method"),
                row.getString("storage"),
                row.getString("sorting_method"),
                Arrays.stream(longs(row.getArray("deleted_frames")))
                        .mapToObj(Math::toIntExact)
                        .toList(),
                contentSize,
                row.getBoolean("video"));
    }

    private static Object[] boxed(long[] values) {
        return Arrays.stream(values).boxed().toArray();
    }

    private static long[] longs(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray())
                .mapToLong(value -> ((Number) value).longValue())
                .toArray();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
