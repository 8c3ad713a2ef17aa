package io.ocellus.vector.storage.node;

import io.ocellus.objectstorage.ObjectStorageSettings;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.log.KafkaSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A node in a process of its own that writes rows with rising ids from several threads and prints each acknowledged one, and when it stands
 * by. Ends with its standard input.
 */
final class ZombieOwner {
    private ZombieOwner() {}

    public static void main(String[] words) throws Exception {
        DriverManagerDataSource database = new DriverManagerDataSource(words[0], words[1], words[2]);
        KafkaSettings kafka = new KafkaSettings(words[3], words[4], 4, (short) 1);
        ObjectStorageSettings storage = TestCluster.storage(words[5], words[6], words[7], words[8]);
        VectorNode node = VectorNode.start(
                VectorStorageSettings.standard(kafka, Path.of(words[9]), "zombie")
                        .withLease(Duration.ofSeconds(2)),
                database,
                TestCluster.store(storage),
                Clock.systemUTC());
        TestCluster.awaitReady(node);
        CollectionName points = CollectionName.of("points");
        for (int writer = 0; writer < 8; writer++) {
            long base = writer * 1_000_000L;
            Thread.ofVirtual().start(() -> write(node, points, base));
        }
        boolean served = true;
        while (System.in.available() == 0) {
            if (served && !node.ready()) {
                System.out.println("standby");
                served = false;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        System.exit(0);
    }

    private static void write(VectorNode node, CollectionName points, long base) {
        for (long i = 0; ; i++) {
            try {
                node.insert(points, "", Points.rows(new long[] {base + i}, 1));
                synchronized (System.out) {
                    System.out.println("acknowledged " + (base + i));
                }
            } catch (Failure e) {
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
        }
    }
}
