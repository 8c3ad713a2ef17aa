package io.ocellus.acceptance.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.acceptance.apart.FrontDoor.Answer;
import io.ocellus.embedded.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * Gateway, services, workers and the servers below them, each a process of its own; each is killed alone while clients save, insert, upload
 * and export. With {@code -Docellus.long=true} three times over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 45, unit = TimeUnit.MINUTES)
class DeployablesApartTest {
    private static final int ROUNDS = Boolean.getBoolean("ocellus.long") ? 3 : 1;

    private final Deployment deployment = deployment();
    private final Patience patience = new Patience(deployment);
    private final FrontDoor door = new FrontDoor(deployment.address(), deployment::adminPassword);

    private static Deployment deployment() {
        try {
            return new Deployment(Files.createDirectories(TestServers.folder().resolve("apart")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeAll
    void startThemAll() throws IOException, InterruptedException {
        for (Deployable deployable : Deployable.values()) {
            deployment.start(deployable);
        }
        patience.await("the administrator's account", deployment::knowsItsAdmin);
        healthy();
    }

    @AfterAll
    void endThemAll() {
        deployment.close();
    }

    @Test
    void eachIsKilledAloneUnderLoadAndNothingAcknowledgedIsLostOrThereTwice() throws Exception {
        Set<Long> processes = new HashSet<>(Set.of(ProcessHandle.current().pid()));
        for (Deployable deployable : Deployable.values()) {
            assertThat(processes.add(deployment.pid(deployable)))
                    .as("%s has a process of its own", deployable)
                    .isTrue();
        }
        Workplace place = Workplace.make(door, patience, "each_alone");
        Load load = new Load(door, place).saves().inserts().uploads().exports();
        load.moves(patience, 1, "before anything is killed");
        for (int round = 0; round < ROUNDS; round++) {
            for (Deployable deployable : Deployable.values()) {
                deployment.kill(deployable);
                // Time for clients to meet what is gone.
                TimeUnit.MILLISECONDS.sleep(500);
                deployment.start(deployable);
                healthy();
                load.moves(patience, 1, "after " + deployable + " was killed");
            }
        }
        load.stop();

        Verdict verdict = new Verdict(door, place, load);
        verdict.everyShapeIsThereOnce();
        verdict.everyVectorIsThereOnce();
        verdict.everyUploadIsWhole();
        JsonNode shapes =
                door.get("/api/jobs/" + place.job() + "/annotations").json().get("shapes");
        hasNeighbours(shapes.get(shapes.size() - 1).get("id").asLong());
    }

    @Test
    void savesSucceedWhileTheVectorServiceIsStoppedAndTheirVectorsAppearAfterItsStart() throws Exception {
        Workplace place = Workplace.make(door, patience, "no_vectors");
        deployment.kill(Deployable.VECTOR_SERVICE);
        long first = save(place, 10);
        long second = save(place, 60);
        deployment.start(Deployable.VECTOR_SERVICE);
        hasNeighbours(first);
        hasNeighbours(second);
        healthy();
    }

    @Test
    void allRequestsFinishThoughRedisIsFlushedInTheMiddle() throws Exception {
        Workplace place = Workplace.make(door, patience, "flushed");
        Load load = new Load(door, place).uploads().exports();
        for (int round = 0; round < 5 * ROUNDS; round++) {
            deployment.servers().flushRedis();
            load.moves(patience, 1, "after Redis was flushed");
        }
        load.stop();
        new Verdict(door, place, load).everyUploadIsWhole();
    }

    @Test
    void eachServerIsKilledAloneUnderLoadAndEveryAcknowledgedVectorIsThereOnce() throws Exception {
        Workplace place = Workplace.make(door, patience, "servers");
        Load load = new Load(door, place).saves().inserts().flushes();
        load.moves(patience, 1, "before anything is killed");
        for (int round = 0; round < ROUNDS; round++) {
            for (Server server : Server.values()) {
                deployment.servers().kill(server);
                TimeUnit.MILLISECONDS.sleep(500);
                deployment.servers().revive(server);
                load.moves(patience, 3, "after " + server + " was killed");
                healthy();
            }
        }
        // What was held in memory only is gone after this.
        deployment.kill(Deployable.VECTOR_SERVICE);
        deployment.start(Deployable.VECTOR_SERVICE);
        load.moves(patience, 1, "after all were killed");
        load.stop();
        Verdict verdict = new Verdict(door, place, load);
        verdict.everyVectorIsThereOnce();
        verdict.everyShapeIsThereOnce();
    }

    private long save(Workplace place, int x) throws InterruptedException {
        Answer saved = door.send(
                "PATCH",
                "/api/jobs/" + place.job() + "/annotations?action=create",
                FrontDoor.annotations(List.of(Map.of(
                        "frame",
                        0,
                        "label_id",
                        place.label(),
                        "type",
                        "rectangle",
                        "points",
                        List.of(x, 5, x + 40, 60)))));
        saved.require(200);
        return saved.json().get("shapes").get(0).get("id").asLong();
    }

    private void hasNeighbours(long shape) throws InterruptedException, IOException {
        patience.await("neighbours of shape " + shape, () -> {
            Answer similar = door.get("/api/curation/similar?object=" + shape + "&limit=5");
            return similar.status() == 200
                    && !similar.json().path("pending").asBoolean(true)
                    && !similar.json().path("results").isEmpty();
        });
    }

    private void healthy() throws InterruptedException, IOException {
        patience.await(
                "health", () -> door.get("/api/server/health/?format=json").status() == 200);
    }
}
