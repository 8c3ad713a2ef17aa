package io.ocellus.vector.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.StatusRuntimeException;
import io.milvus.grpc.MilvusServiceGrpc.MilvusServiceBlockingStub;
import io.milvus.grpc.ShowCollectionsRequest;
import io.milvus.grpc.ShowCollectionsResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two vector services, each a process of its own, on one set of servers: the one that stands by hands calls on, and takes the coordinator and
 * every log partition when the lease of the other runs out, because it was killed or because it does not move.
 */
@EnabledIfSystemProperty(named = "ocellus.long", matches = "true")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ActiveAndStandbyTest {
    private final Set<Long> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicBoolean writing = new AtomicBoolean(true);

    @Test
    void theOtherTakesOverFromAKilledOneAndFromAFrozenOneWhichStepsDown() throws Exception {
        try (SpawnedServices servers = new SpawnedServices()) {
            SpawnedServices.Spawned first = servers.start("first");
            servers.await("the first serves", first::healthy);
            SpawnedServices.Spawned second = servers.start("second");
            servers.await("the second hands on", second::healthy);
            second.ok("collections/create", "{\"collectionName\": \"points\", \"dimension\": 2}");
            assertThat(first.ok("collections/list", "{}").toString()).contains("points");
            assertThat(collections(second)).containsExactly("points");

            Thread writer = Thread.ofVirtual().start(() -> write(servers, List.of(first, second)));
            servers.await("rows arrive", () -> acknowledged.size() > 20);
            first.kill();
            int before = acknowledged.size();
            servers.await("rows arrive at the second", () -> acknowledged.size() > before + 20);
            // The writer goes on: only what was acknowledged before the question must be in its answer.
            Set<Long> asked = Set.copyOf(acknowledged);
            assertThat(rows(second)).containsAll(asked);

            SpawnedServices.Spawned third = servers.start("third");
            servers.await("the third hands on", third::healthy);
            servers.await("it writes through the third", () -> insert(third, 1_000_000));
            second.signal("STOP");
            int frozen = acknowledged.size();
            servers.await("the third takes over", () -> insert(third, 1_000_001));
            second.signal("CONT");
            servers.await("the second hands on now", () -> insert(second, 1_000_002));
            servers.await("rows arrive again", () -> acknowledged.size() > frozen + 5);
            writing.set(false);
            writer.join();
            Set<Long> visible = rows(third);
            assertThat(visible).containsAll(acknowledged).contains(1_000_000L, 1_000_001L, 1_000_002L);
            assertThat(rows(second)).isEqualTo(visible);
        }
    }

    /** Rows one by one, to whoever answers; a row whose answer is lost is tried again under the next number. */
    private void write(SpawnedServices servers, List<SpawnedServices.Spawned> doors) {
        for (long id = 1; writing.get(); id++) {
            if (insert(doors.get((int) (id % doors.size())), id)) {
                acknowledged.add(id);
            }
            servers.pause(10);
        }
    }

    private static boolean insert(SpawnedServices.Spawned service, long id) {
        return service.answers(
                "entities/insert",
                "{\"collectionName\": \"points\", \"data\": [{\"id\": " + id + ", \"vector\": [1, 2]}]}");
    }

    private static Set<Long> rows(SpawnedServices.Spawned service) throws Exception {
        Set<Long> ids = new TreeSet<>();
        service.ok(
                        "entities/query",
                        "{\"collectionName\": \"points\", \"filter\": \"id >= 0\", \"limit\": 16000, \"outputFields\": [\"id\"],"
                                + " \"consistencyLevel\": \"Strong\"}")
                .forEach(row -> ids.add(row.path("id").asLong()));
        return ids;
    }

    private static List<String> collections(SpawnedServices.Spawned service) throws StatusRuntimeException {
        MilvusServiceBlockingStub stub =
                GrpcClients.newClient("gproto+h2c://127.0.0.1:" + service.port(), MilvusServiceBlockingStub.class);
        ShowCollectionsResponse shown = stub.showCollections(ShowCollectionsRequest.getDefaultInstance());
        return List.copyOf(shown.getCollectionNamesList());
    }
}
