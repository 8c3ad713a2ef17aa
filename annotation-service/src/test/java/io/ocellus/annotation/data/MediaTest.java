package io.ocellus.annotation.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.frames.FrameStore;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MediaTest {
    private static MediaClient client;

    @BeforeAll
    static void start() throws Exception {
        client = new MediaClient(true);
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void picturesBecomeATaskWithJobsFramesChunksAndPreviews() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i : new int[] {3, 1, 10, 0, 2, 4, 5, 6, 7, 8, 9}) {
            files.put("p%02d.jpg".formatted(i), jpeg(64, 48, i * 20));
        }
        long task = client.task(Map.of("segment_size", 5, "overlap", 1));
        assertThat(client.send("POST", "/api/tasks/" + task + "/data", Map.of(), "Upload-Start", "")
                        .status())
                .isEqualTo(202);
        assertThat(client.multiple(task, files).status()).isEqualTo(200);
        JsonNode request = client.finish(task, Map.of("chunk_size", 4));
        assertThat(request.get("status").asString()).as(request.toString()).isEqualTo("finished");
        assertThat(request.get("operation").get("type").asString()).isEqualTo("create:task");
        assertThat(request.get("operation").get("task_id").asLong()).isEqualTo(task);

        JsonNode meta = client.get("/api/tasks/" + task + "/data/meta").body();
        assertThat(meta.get("size").asInt()).isEqualTo(11);
        assertThat(meta.get("stop_frame").asInt()).isEqualTo(10);
        assertThat(meta.get("frames").get(3).get("name").asString()).isEqualTo("p03.jpg");
        assertThat(meta.get("frames").get(3).get("width").asInt()).isEqualTo(64);

        MediaClient.Answer original = client.get("/api/tasks/" + task + "/data?type=frame&number=3&quality=original");
        assertThat(original.bytes()).isEqualTo(files.get("p03.jpg"));
        assertThat(original.header("content-type")).isEqualTo("image/jpeg");

        MediaClient.Answer chunk = client.get("/api/tasks/" + task + "/data?type=chunk&number=2&quality=compressed");
        assertThat(chunk.header("content-length")).isEqualTo(String.valueOf(chunk.bytes().length));
        assertThat(shades(chunk.bytes())).hasSize(3);
        assertThat(shades(chunk.bytes()).get(2)).isCloseTo(200, org.assertj.core.data.Offset.offset(6));
        assertThat(client.get("/api/tasks/" + task + "/data?type=chunk&number=3")
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/api/tasks/" + task + "/data?type=frame&number=11")
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/api/tasks/" + task + "/data").status()).isEqualTo(400);

        JsonNode jobs = client.get("/api/jobs?task_id=" + task).body().get("results");
        List<String> ranges = new ArrayList<>();
        long second = 0;
        for (JsonNode job : jobs) {
            ranges.add(
                    job.get("start_frame").asInt() + "-" + job.get("stop_frame").asInt());
            second = job.get("start_frame").asInt() == 4 ? job.get("id").asLong() : second;
        }
        assertThat(ranges).containsExactlyInAnyOrder("0-4", "4-8", "8-10");
        JsonNode jobMeta = client.get("/api/jobs/" + second + "/data/meta").body();
        assertThat(jobMeta.get("start_frame").asInt()).isEqualTo(4);
        assertThat(jobMeta.get("frames").size()).isEqualTo(5);
        assertThat(shades(client.get("/api/jobs/" + second + "/data?type=chunk&index=1&quality=compressed")
                        .bytes()))
                .hasSize(1);
        assertThat(shades(client.get("/api/jobs/" + second + "/data?type=chunk&number=1")
                        .bytes()))
                .hasSize(4);
        for (String preview : List.of("/api/tasks/" + task + "/preview", "/api/jobs/" + second + "/preview")) {
            assertThat(image(client.get(preview).bytes()).getWidth()).isEqualTo(64);
        }

        MediaClient.Answer patched =
                client.send("PATCH", "/api/jobs/" + second + "/data/meta", Map.of("deleted_frames", List.of(5, 6)));
        assertThat(patched.body().get("deleted_frames").size()).isEqualTo(2);
        assertThat(client.send("PATCH", "/api/jobs/" + second + "/data/meta", Map.of("deleted_frames", List.of(0)))
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/api/tasks/" + task + "/data/meta")
                        .body()
                        .get("deleted_frames")
                        .toString())
                .isEqualTo("[5,6]");
        assertThat(client.send("POST", "/api/tasks/" + task + "/data", Map.of("image_quality", 70), "Upload-Finish", "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aLargeFileComesInPiecesAndAnArchiveIsReadInPlace() throws Exception {
        Random noise = new Random(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i : new int[] {2, 10, 1}) {
                zip.putNextEntry(new ZipEntry("dir/img" + i + ".jpg"));
                zip.write(jpeg(40, 30, i * 20));
            }
            zip.putNextEntry(new ZipEntry("readme.bin"));
            byte[] filler = new byte[21 << 20];
            noise.nextBytes(filler);
            zip.write(filler);
        }
        byte[] archive = bytes.toByteArray();
        long task = client.task(Map.of());
        String at = "/api/tasks/" + task + "/data/";
        MediaClient.Answer begun = client.call(
                "POST",
                at,
                new byte[0],
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                String.valueOf(archive.length),
                "Upload-Metadata",
                "filename " + Base64.getEncoder().encodeToString("set.zip".getBytes()));
        assertThat(begun.status()).as(begun.toString()).isEqualTo(201);
        assertThat(begun.header("upload-filename")).isEqualTo("set.zip");
        String location = begun.header("location");
        MediaClient.Answer beyond = append(location, archive.length + 9, new byte[1]);
        assertThat(beyond.status()).isEqualTo(409);
        assertThat(beyond.header("upload-offset")).isEqualTo("0");
        int offset = 0;
        for (int step : new int[] {100, 3 << 20, 10 << 20, 7, 1 << 20, 64 << 20}) {
            int end = Math.min(archive.length, offset + step);
            MediaClient.Answer stale = append(location, Math.max(0, offset - 1) + (offset == 0 ? 5 : 0), new byte[1]);
            assertThat(stale.status()).isEqualTo(409);
            assertThat(stale.header("upload-offset")).isEqualTo(String.valueOf(offset));
            MediaClient.Answer answer = append(location, offset, Arrays.copyOfRange(archive, offset, end));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
            offset = end;
            assertThat(answer.header("upload-offset")).isEqualTo(String.valueOf(offset));
            assertThat(client.call("HEAD", location, new byte[0]).header("upload-offset"))
                    .isEqualTo(String.valueOf(offset));
        }
        JsonNode request = client.finish(task, Map.of("sorting_method", "natural", "start_frame", 1));
        assertThat(request.get("status").asString()).as(request.toString()).isEqualTo("finished");
        JsonNode meta = client.get("/api/tasks/" + task + "/data/meta").body();
        assertThat(meta.get("frames").get(0).get("name").asString()).isEqualTo("dir/img2.jpg");
        assertThat(meta.get("frames").get(1).get("name").asString()).isEqualTo("dir/img10.jpg");
        assertThat(client.get("/api/tasks/" + task + "/data?type=frame&number=1&quality=original")
                        .bytes())
                .isEqualTo(jpeg(40, 30, 200));
    }

    @Test
    void aVideoIsCutByStartStopAndStep() throws Exception {
        long task = client.task(Map.of());
        byte[] video = Objects.requireNonNull(MediaTest.class.getResourceAsStream("grey.mp4"))
                .readAllBytes();
        client.multiple(task, Map.of("grey.mp4", video));
        JsonNode request = client.finish(
                task, Map.of("start_frame", 10, "stop_frame", 49, "frame_filter", "step=3", "image_quality", 90));
        assertThat(request.get("status").asString()).as(request.toString()).isEqualTo("finished");
        assertThat(client.get("/api/tasks/" + task).body().get("size").asInt()).isEqualTo(14);
        assertThat(client.get("/api/tasks/" + task).body().get("mode").asString())
                .isEqualTo("interpolation");
        for (int k : new int[] {13, 0, 7, 8, 2}) {
            for (String quality : new String[] {"original", "compressed"}) {
                byte[] frame = client.get("/api/tasks/" + task + "/data?type=frame&quality=" + quality + "&number=" + k)
                        .bytes();
                assertThat(shade(frame)).isCloseTo(20 + 3 * (10 + 3 * k), org.assertj.core.data.Offset.offset(4));
            }
        }
    }

    @Test
    void rubbishIsAFailedRequestWithAMessageAndNoHalfMadeTask() throws Exception {
        ByteArrayOutputStream slip = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(slip)) {
            zip.putNextEntry(new ZipEntry("../../x.jpg"));
            zip.write(jpeg(4, 4, 1));
        }
        Map<String, byte[]> bad = Map.of(
                "x.jpg",
                new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 'r', 'u', 'b', 'b', 'i', 's', 'h'},
                "slip.zip",
                slip.toByteArray(),
                "none.zip",
                "not a zip".getBytes(),
                "v.mp4",
                new byte[500]);
        for (Map.Entry<String, byte[]> one : bad.entrySet()) {
            long task = client.task(Map.of());
            client.multiple(task, Map.of(one.getKey(), one.getValue()));
            JsonNode request = client.finish(task, Map.of());
            assertThat(request.get("status").asString()).as(one.getKey()).isEqualTo("failed");
            assertThat(request.get("message").asString()).contains(one.getKey()).doesNotContain("Exception");
            assertThat(client.bean(FrameStore.class).ofTask(task)).isEmpty();
            assertThat(client.get("/api/jobs?task_id=" + task)
                            .body()
                            .get("count")
                            .asInt())
                    .isZero();
            // The same task takes good files after that.
            client.multiple(task, Map.of("good.jpg", jpeg(8, 8, 9)));
            assertThat(client.finish(task, Map.of()).get("status").asString()).isEqualTo("finished");
        }
    }

    @Test
    void whatIsNotBuiltOrMakesNoSenseIsRefusedAtOnce() throws Exception {
        long task = client.task(Map.of());
        String at = "/api/tasks/" + task + "/data";
        assertThat(client.send("POST", at, Map.of("image_quality", 70), "Upload-Finish", "")
                        .status())
                .isEqualTo(400);
        assertThat(client.send("POST", at, Map.of("image_quality", 70, "server_files", List.of("a.jpg")))
                        .status())
                .isEqualTo(501);
        client.multiple(task, Map.of("a.jpg", jpeg(8, 8, 1)));
        assertThat(client.send("POST", at, Map.of("image_quality", 101), "Upload-Finish", "")
                        .status())
                .isEqualTo(400);
        assertThat(client.send("POST", at, Map.of("image_quality", 70, "frame_filter", "step=0"), "Upload-Finish", "")
                        .status())
                .isEqualTo(400);
        assertThat(client.call("POST", at, new byte[0], "Upload-Length", "-1").status())
                .isEqualTo(400);
        assertThat(client.call(
                                "POST",
                                at,
                                new byte[0],
                                "Upload-Length",
                                "5",
                                "Upload-Metadata",
                                "filename " + Base64.getEncoder().encodeToString("../x.jpg".getBytes()))
                        .status())
                .isEqualTo(400);
        assertThat(client.call("POST", at, new byte[0], "Upload-Length", "99999999999999")
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/api/requests/action=create&target=task&target_id=999999")
                        .status())
                .isEqualTo(404);
        assertThat(client.get("/api/requests?page_size=500&page=1")
                        .body()
                        .get("results")
                        .isArray())
                .isTrue();
    }

    private MediaClient.Answer append(String location, int offset, byte[] body) throws Exception {
        return client.call(
                "PATCH",
                location,
                body,
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Offset",
                String.valueOf(offset),
                "Tus-Resumable",
                "1.0.0");
    }

    private static byte[] jpeg(int width, int height, int shade) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(shade, shade, shade));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }

    private static List<Integer> shades(byte[] zip) throws IOException {
        List<Integer> shades = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            int number = 0;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(entry.getName()).startsWith("%06d.".formatted(number++));
                shades.add(shade(in.readAllBytes()));
            }
        }
        return shades;
    }

    private static int shade(byte[] picture) throws IOException {
        return image(picture).getRGB(2, 2) >> 8 & 0xff;
    }

    private static BufferedImage image(byte[] bytes) throws IOException {
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)), () -> new String(bytes));
    }
}
