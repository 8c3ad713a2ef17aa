package io.ocellus.acceptance.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.acceptance.apart.FrontDoor.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Holds what the clients of a {@link Load} were told against what is there afterwards. */
record Verdict(FrontDoor door, Workplace place, Load load) {
    private static final int PAGE = 5_000;

    void everyShapeIsThereOnce() throws InterruptedException {
        List<Integer> found = new ArrayList<>();
        for (JsonNode shape :
                door.get("/api/jobs/" + place.job() + "/annotations").json().get("shapes")) {
            JsonNode points = shape.get("points");
            found.add(points.get(0).asInt() + Load.COLUMNS * points.get(1).asInt());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(load.saved);
    }

    void everyVectorIsThereOnce() throws InterruptedException {
        int tried = load.insertsTried.stream().mapToInt(Integer::intValue).max().orElse(-1);
        List<Integer> found = new ArrayList<>();
        for (int from = 0; from <= tried; from += PAGE) {
            Answer answer = door.send(
                    "POST",
                    "/v2/vectordb/entities/query",
                    Map.of(
                            "collectionName",
                            place.collection(),
                            "filter",
                            "id >= " + from + " and id < " + (from + PAGE),
                            "outputFields",
                            List.of("id"),
                            "limit",
                            2 * PAGE,
                            "consistencyLevel",
                            "Strong"));
            answer.require(200);
            for (JsonNode row : answer.json().get("data")) {
                found.add(row.get("id").asInt());
            }
        }
        assertThat(load.inserted).isNotEmpty();
        assertThat(found).doesNotHaveDuplicates();
        assertThat(found).containsAll(load.inserted);
        assertThat(load.insertsTried).containsAll(found);
    }

    void everyUploadIsWhole() throws InterruptedException {
        assertThat(load.uploaded).isNotEmpty();
        for (long task : load.uploaded) {
            Answer meta = door.get("/api/tasks/" + task + "/data/meta");
            assertThat(meta.json().path("size").asInt()).as(meta.body()).isEqualTo(1);
        }
    }
}
