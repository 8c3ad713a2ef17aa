package io.ocellus.annotation.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.files.Upload;
import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.files.UploadTarget;
import io.ocellus.annotation.identity.RunningService;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.objectstorage.UnfinishedUpload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class UploadSweepTest {
    private static final int LENGTH = 12 << 20;
    private static final UploadTarget TARGET = new UploadTarget("task/1");
    private static RunningService service;
    private static Uploads uploads;
    private static ObjectStore objects;
    private static JdbcClient jdbc;

    @BeforeAll
    static void start() throws IOException {
        service = RunningService.start();
        uploads = service.bean(Uploads.class);
        objects = service.bean(ObjectStore.class);
        jdbc = service.bean(JdbcClient.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** A file of which the first part is in the store and some bytes lie beside it. */
    private static Upload halfSent(String name) throws IOException {
        Upload begun = uploads.begin(TARGET, 1, name, LENGTH);
        Upload half = uploads.append(begun, 0, new ByteArrayInputStream(new byte[(8 << 20) + 1000]));
        assertThat(half.multipartId()).isPresent();
        assertThat(half.tailKey()).isPresent();
        return half;
    }

    private static List<String> unfinished() throws IOException {
        return objects.unfinishedUploads(1000).stream()
                .map(UnfinishedUpload::uploadId)
                .toList();
    }

    private static void age(String sql, Object id) {
        assertThat(jdbc.sql(sql).param(id).update()).isOne();
    }

    @Test
    void whatNobodyTouchedForAWeekGoesAndWhatIsUnderWayStays() throws IOException {
        Upload abandoned = halfSent("abandoned.zip");
        Upload underWay = halfSent("under-way.zip");
        age("UPDATE annotation.upload SET touched_at = now() - interval '8 days' WHERE id = ?", abandoned.id());
        uploads.sweep();
        uploads.sweep();
        UploadStore store = service.bean(UploadStore.class);
        assertThat(store.find(abandoned.id())).isEmpty();
        assertThat(unfinished())
                .doesNotContain(abandoned.multipartId().orElseThrow())
                .contains(underWay.multipartId().orElseThrow());
        assertThat(objects.stat(abandoned.tailKey().orElseThrow())).isEmpty();
        Upload whole = uploads.append(
                underWay, underWay.bytes(), new ByteArrayInputStream(new byte[LENGTH - (int) underWay.bytes()]));
        assertThat(whole.complete()).isTrue();
        assertThat(objects.stat(whole.objectKey()).orElseThrow().size()).isEqualTo(LENGTH);
    }

    @Test
    void anUploadInPartsThatNobodyKnowsGoesAfterAWeek() throws IOException {
        String orphan = objects.startUpload("media/orphan", "application/octet-stream");
        objects.uploadPart("media/orphan", orphan, 1, new byte[5 << 20], 5 << 20);
        Upload known = halfSent("known.zip");
        uploads.sweep();
        assertThat(unfinished()).as("it may just have begun").contains(orphan);
        age("UPDATE annotation.unfinished_upload SET seen_at = now() - interval '8 days' WHERE upload_id = ?", orphan);
        age(
                "UPDATE annotation.unfinished_upload SET seen_at = now() - interval '8 days' WHERE upload_id = ?",
                known.multipartId().orElseThrow());
        uploads.sweep();
        assertThat(unfinished())
                .doesNotContain(orphan)
                .contains(known.multipartId().orElseThrow());
        uploads.sweep();
        assertThat(jdbc.sql("SELECT count(*) FROM annotation.unfinished_upload WHERE upload_id = ?")
                        .param(orphan)
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
