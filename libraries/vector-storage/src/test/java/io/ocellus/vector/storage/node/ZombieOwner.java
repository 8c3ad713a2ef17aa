package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import java.time.Duration;

/**
 * A node in a process of its own that writes rows with rising ids from several threads and prints each acknowledged one, and when it stands
 * by. Ends with its standard input.
 */
final class ZombieOwner {
    private ZombieOwner() {}

    public static void main(String[] words) throws Exception {
        VectorNode node = TestCluster.Parts.of(words).start(settings -> settings.withLease(Duration.ofSeconds(2)));
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
