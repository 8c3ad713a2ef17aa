package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.shards.PartitionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Owner A is stopped in the middle of its writes, B takes over, A goes on with what it had queued. */
class ZombieOwnerTest {
    private final TestCluster cluster = new TestCluster();
    private final Set<Long> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicBoolean standby = new AtomicBoolean();

    @Test
    void noAcknowledgedRowIsLostNoLaterRowIsVisibleAndTheZombieStepsDown() throws Exception {
        CollectionName points;
        try (VectorNode node = cluster.start("maker", PartitionSettings.standard())) {
            points = Points.create(node, "points", 4);
        }
        Process zombie = cluster.spawn(ZombieOwner.class, "zombie");
        try {
            Thread.ofVirtual().start(() -> listen(zombie));
            TestCluster.await("the first owner writes", () -> acknowledged.size() > 300);
            signal(zombie, "STOP");
            try (VectorNode heir = VectorNode.start(
                    VectorStorageSettings.standard(cluster.kafka, TestCluster.cache("heir"), "heir")
                            .withLease(Duration.ofSeconds(2)),
                    cluster.database,
                    cluster.store,
                    Clock.systemUTC())) {
                TestCluster.awaitReady(heir);
                Set<Long> inherited = new TreeSet<>(Points.all(heir, points).keySet());
                assertThat(inherited).containsAll(acknowledged);
                signal(zombie, "CONT");
                TestCluster.await("the zombie steps down", standby::get);
                heir.insert(points, "", Points.rows(new long[] {-1}, 1));
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000);
                Set<Long> visible = new TreeSet<>(Points.all(heir, points).keySet());
                inherited.add(-1L);
                assertThat(visible).isEqualTo(inherited);
                assertThat(visible).containsAll(acknowledged);
            }
        } finally {
            zombie.destroyForcibly();
        }
    }

    private void listen(Process zombie) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(zombie.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.equals("standby")) {
                    standby.set(true);
                } else if (line.startsWith("acknowledged ")) {
                    acknowledged.add(Long.parseLong(line.substring("acknowledged ".length())));
                }
            }
        } catch (IOException e) {
            standby.set(standby.get());
        }
    }

    private static void signal(Process process, String name) throws Exception {
        int rc = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(rc).isZero();
    }
}
