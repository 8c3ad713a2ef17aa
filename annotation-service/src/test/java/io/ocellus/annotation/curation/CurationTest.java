package io.ocellus.annotation.curation;

import static io.ocellus.annotation.curation.CurationFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.curation.CurationFixture.Labelled;
import io.ocellus.annotation.identity.RunningService.Answer;
import io.ocellus.embeddings.Embedding;
import io.ocellus.embeddings.EmbeddingStore;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The search for what is alike, and the worker that keeps its vectors, with everything real between them. */
@Timeout(600)
class CurationTest {
    private static final String SIMILAR = "/api/curation/similar";
    private static final String SEARCH = "/api/curation/search";
    private static CurationFixture all;
    private static Labelled admins;
    private static Labelled bobs;

    @BeforeAll
    static void start() throws Exception {
        all = new CurationFixture();
        all.register("bob");
        admins = all.labelled("admin", 3, 4);
        bobs = all.labelled("bob", 2, 2);
        all.embedded(admins.objects());
        all.embedded(bobs.objects());
        until(
                "vectors of the frames",
                () -> all.frames().facts(frameIds(admins, 3)).size() == 3
                        && all.frames().facts(frameIds(bobs, 2)).size() == 2);
    }

    @AfterAll
    static void stop() {
        all.close();
    }

    private static List<Long> frameIds(Labelled of, int count) {
        return LongStream.range(0, count)
                .map(frame -> Embedding.frameId(of.task(), (int) frame))
                .boxed()
                .toList();
    }

    private static List<JsonNode> results(JsonNode body) {
        return StreamSupport.stream(body.get("results").spliterator(), false).toList();
    }

    private static List<JsonNode> similar(String user, String query) throws Exception {
        Answer answer = all.call(user, "GET", SIMILAR + query);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().get("pending").asBoolean()).isFalse();
        return results(answer.body());
    }

    @Test
    void asManyAreFoundAsAreAskedForBestFirstAndWithoutTheAskedOne() throws Exception {
        long asked = admins.objects().getFirst();
        List<JsonNode> five = similar("admin", "?limit=5&object=" + asked);
        assertThat(five).hasSize(5).noneMatch(hit -> hit.get("object").asLong() == asked);
        assertThat(five.stream().map(hit -> -hit.get("score").asDouble())).isSorted();
        assertThat(five.getFirst().get("task").asLong())
                .as("the same box on the same picture in the other task")
                .isEqualTo(bobs.task());
        List<JsonNode> frames = similar("admin", "?limit=3&frame=" + admins.task() + ":0");
        assertThat(frames).hasSize(3).allMatch(hit -> hit.get("object").isNull());
        assertThat(frames.getFirst().get("task").asLong()).isEqualTo(bobs.task());
    }

    @Test
    void onlyWhatTheCallerMaySeeIsFoundAndAsMuchOfItAsIsAskedFor() throws Exception {
        List<JsonNode> objects =
                similar("bob", "?limit=3&object=" + bobs.objects().getFirst());
        assertThat(objects).hasSize(3).allMatch(hit -> hit.get("task").asLong() == bobs.task());
        assertThat(similar("bob", "?limit=10&frame=" + bobs.task() + ":0"))
                .hasSize(1)
                .allMatch(hit -> hit.get("task").asLong() == bobs.task());
        HttpResponse<String> found =
                all.multipart("bob", SEARCH + "?limit=10", "image", Map.of("p.png", CurationFixture.picture(1)));
        assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
        assertThat(results(JsonMapper.shared().readTree(found.body())))
                .hasSize(2)
                .allMatch(hit -> hit.get("task").asLong() == bobs.task());
        for (String query : List.of("?object=" + admins.objects().getFirst(), "?frame=" + admins.task() + ":0")) {
            assertThat(all.call("bob", "GET", SIMILAR + query).status())
                    .as(query)
                    .isEqualTo(403);
        }
        assertThat(all.service
                        .call("GET", SIMILAR + "?frame=" + bobs.task() + ":0", "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aPictureFindsItself() throws Exception {
        HttpResponse<String> found =
                all.multipart("admin", SEARCH + "?limit=2", "image", Map.of("p.png", CurationFixture.picture(2)));
        assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
        List<JsonNode> results = results(JsonMapper.shared().readTree(found.body()));
        assertThat(results).hasSize(2);
        assertThat(results.getFirst().get("task").asLong()).isEqualTo(admins.task());
        assertThat(results.getFirst().get("frame").asInt()).isEqualTo(2);
        assertThat(results.getFirst().get("score").asDouble()).isGreaterThan(0.999);
    }

    @Test
    void whatCannotBeAnsweredIsRefused() throws Exception {
        String frame = "frame=" + admins.task() + ":0";
        for (String query : List.of(
                "",
                "?" + frame + "&object=1",
                "?" + frame + "&limit=0",
                "?" + frame + "&limit=101",
                "?" + frame + "&limit=many",
                "?" + frame + "&project=x",
                "?frame=1",
                "?frame=a:b",
                "?frame=1:-1",
                "?object=0",
                "?object=99999999999999999999")) {
            Answer answer = all.call("admin", "GET", SIMILAR + query);
            assertThat(answer.status()).as(query + answer.body()).isEqualTo(400);
        }
        for (String query : List.of(
                "?object=987654321",
                "?frame=" + admins.task() + ":99",
                "?frame=987654:0",
                "?project=987654&" + frame)) {
            Answer answer = all.call("admin", "GET", SIMILAR + query);
            assertThat(answer.status()).as(query + answer.body()).isEqualTo(404);
        }
    }

    @Test
    void whatIsNoPictureIsRefused() throws Exception {
        byte[] broken = Arrays.copyOf(CurationFixture.picture(0), 60);
        assertThat(all.multipart("admin", SEARCH, "other", Map.of("p.png", broken))
                        .statusCode())
                .isEqualTo(400);
        assertThat(all.multipart("admin", SEARCH, "image", Map.of("p.png", new byte[0]))
                        .statusCode())
                .isEqualTo(400);
        assertThat(all.multipart("admin", SEARCH, "image", Map.of("p.png", broken))
                        .statusCode())
                .isEqualTo(400);
        assertThat(all.multipart("admin", SEARCH + "?limit=0", "image", Map.of("p.png", CurationFixture.picture(0)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(all.multipart("admin", SEARCH, "image", Map.of("p.txt", new byte[100]))
                        .statusCode())
                .isEqualTo(415);
        assertThat(all.post("admin", SEARCH, "image/png", BodyPublishers.ofByteArray(broken))
                        .statusCode())
                .isEqualTo(415);
        byte[] large = new byte[(20 << 20) + 1];
        System.arraycopy(CurationFixture.picture(0), 0, large, 0, 60);
        assertThat(all.multipart("admin", SEARCH, "image", Map.of("p.png", large))
                        .statusCode())
                .isEqualTo(413);
        byte[] head = ("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"p.png\"\r\n\r\n").getBytes();
        byte[] unannounced = Arrays.copyOf(head, head.length + large.length);
        System.arraycopy(large, 0, unannounced, head.length, large.length);
        assertThat(all.post(
                                "admin",
                                SEARCH,
                                "multipart/form-data; boundary=b",
                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(unannounced)))
                        .statusCode())
                .as("of a length that nobody announced")
                .isIn(400, 413);
    }

    @Test
    void aDeletedObjectIsGoneFromTheNextSearchAndAChangedOneNeverShowsItsOldForm() throws Exception {
        Labelled own = all.labelled("admin", 2, 3);
        all.embedded(own.objects());
        long asked = own.objects().getFirst();
        long twin = own.objects().get(1);
        List<JsonNode> before = similar("admin", "?limit=100&object=" + asked);
        assertThat(before).anyMatch(hit -> hit.get("object").asLong() == twin);
        all.save("admin", own.job(), "delete", List.of(all.shape(own, twin)));
        assertThat(similar("admin", "?limit=100&object=" + asked))
                .isNotEmpty()
                .noneMatch(hit -> hit.get("object").asLong() == twin);
        assertThat(all.call("admin", "GET", SIMILAR + "?object=" + twin).status())
                .isEqualTo(404);
        until(
                "the vector of the deleted object goes",
                () -> all.objects().facts(List.of(twin)).isEmpty());
    }

    @Test
    void aRevisionThatComesAgainChangesNothing() throws Exception {
        Labelled own = all.labelled("admin", 1, 3);
        all.embedded(own.objects());
        Map<Long, EmbeddingStore.Facts> facts = all.objects().facts(own.objects());
        Map<Long, float[]> vectors = all.objects().vectors(own.objects());
        all.redeliver(own, 1, "create");
        all.redeliver(own, 0, "create");
        all.redeliver(own, 1, "create");
        // Later on the same partition: when it has its vector, the repetitions are through.
        all.embedded(all.save("admin", own.job(), "create", List.of(CurationFixture.box(0, own.label(), 30))));
        assertThat(all.objects().facts(own.objects())).isEqualTo(facts);
        assertThat(all.objects().vectors(own.objects()))
                .usingRecursiveComparison()
                .isEqualTo(vectors);
        assertThat(all.frames().facts(frameIds(own, 1))).hasSize(1);
    }

    @Test
    void aChangedLabelRewritesTheFactsAndKeepsTheVector() throws Exception {
        Labelled own = all.labelled("admin", 1, 2);
        all.embedded(own.objects());
        long id = own.objects().getFirst();
        EmbeddingStore.Facts facts = all.objects().facts(List.of(id)).get(id);
        float[] own1 = all.objects().vectors(List.of(id)).get(id);
        // No model would make this one, so a vector made anew would show.
        float[] marked = new float[own1.length];
        marked[own1.length - 1] = 1;
        all.objects()
                .put(List.of(new Embedding(id, own.task(), own.job(), 0, facts.label(), 1, facts.geometry(), marked)));
        Map<String, Object> relabelled = new HashMap<>(CurationFixture.box(0, own.otherLabel(), 4));
        relabelled.put("id", id);
        all.save("admin", own.job(), "update", List.of(relabelled));
        until(
                "the label of the vector",
                () -> all.objects().facts(List.of(id)).get(id).label() == own.otherLabel());
        assertThat(all.objects().facts(List.of(id)).get(id).geometry()).isEqualTo(facts.geometry());
        assertThat(all.objects().vectors(List.of(id)).get(id)).containsExactly(marked);
        assertThat(similar(
                        "admin", "?limit=100&label=dust&object=" + own.objects().getLast()))
                .as("found under the new label")
                .anyMatch(hit -> hit.get("object").asLong() == id);
    }

    @Test
    void aDeletedTaskTakesItsVectorsAwayAndOnlyThose() throws Exception {
        Labelled own = all.labelled("admin", 2, 2);
        all.embedded(own.objects());
        until("its frames' vectors", () -> all.frames().facts(frameIds(own, 2)).size() == 2);
        assertThat(all.call("admin", "DELETE", "/api/tasks/" + own.task()).status())
                .isEqualTo(204);
        until(
                "the vectors of the deleted task go",
                () -> all.objects().facts(own.objects()).isEmpty()
                        && all.frames().facts(frameIds(own, 2)).isEmpty());
        all.redeliver(own, 1, "create");
        all.redeliver(own, 2, "purge");
        all.redeliver(own, 2, "purge");
        all.embedded(all.save("admin", admins.job(), "create", List.of(CurationFixture.box(0, admins.label(), 30))));
        assertThat(all.objects().facts(own.objects())).isEmpty();
        assertThat(all.objects().facts(bobs.objects())).hasSameSizeAs(bobs.objects());
        assertThat(all.frames().facts(frameIds(admins, 3))).hasSize(3);
    }
}
