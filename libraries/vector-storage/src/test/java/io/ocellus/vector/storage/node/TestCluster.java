package io.ocellus.vector.storage.node;

import io.ocellus.embedded.TestServers;
import io.ocellus.objectstorage.ObjectStorageSettings;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.objectstorage.S3ObjectStore;
import io.ocellus.vector.storage.log.KafkaSettings;
import io.ocellus.vector.storage.shards.PartitionSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** One set of real servers for a test, with a database, topic and bucket of its own; nodes come and go on it. */
final class TestCluster {
    final String url = TestServers.newDatabase();
    final DataSource database = new DriverManagerDataSource(
            url, TestServers.postgres().user(), TestServers.postgres().password());
    final KafkaSettings kafka = new KafkaSettings(
            TestServers.kafka().bootstrapServers(), TestServers.uniqueName("vector-log"), 4, (short) 1);
    final ObjectStorageSettings storage = storage(
            TestServers.objectStorage().endpoint(),
            TestServers.objectStorage().accessKey(),
            TestServers.objectStorage().secretKey(),
            TestServers.uniqueName("bucket"));
    final ObjectStore store = store(storage);

    static ObjectStorageSettings storage(String endpoint, String accessKey, String secretKey, String bucket) {
        return new ObjectStorageSettings(URI.create(endpoint), accessKey, secretKey, bucket, null, null, null, null);
    }

    static ObjectStore store(ObjectStorageSettings settings) {
        try {
            return new S3ObjectStore(settings).withBucket();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    TestCluster() {
        migrate(database);
    }

    static void migrate(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA vector");
            statement.execute("SET search_path = vector");
            ScriptUtils.executeSqlScript(
                    connection, new ClassPathResource("db/vector/V1__collections_segments_leases.sql"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a node in another process needs of these servers: {@link Parts#of} reads it there. */
    Process spawn(Class<?> main, String node) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName(),
                        url,
                        TestServers.postgres().user(),
                        TestServers.postgres().password(),
                        kafka.bootstrapServers(),
                        kafka.topic(),
                        storage.endpoint().toString(),
                        storage.accessKey(),
                        storage.secretKey(),
                        storage.bucket(),
                        cache(node).toString(),
                        node)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The servers and the node's own things, as another process sees them. */
    record Parts(DataSource database, ObjectStore store, VectorStorageSettings settings) {
        static Parts of(String[] words) {
            return new Parts(
                    new DriverManagerDataSource(words[0], words[1], words[2]),
                    TestCluster.store(TestCluster.storage(words[5], words[6], words[7], words[8])),
                    VectorStorageSettings.standard(
                            new KafkaSettings(words[3], words[4], 4, (short) 1), Path.of(words[9]), words[10]));
        }

        VectorNode start(UnaryOperator<VectorStorageSettings> change) {
            VectorNode node = VectorNode.start(change.apply(settings), database, store, Clock.systemUTC());
            awaitReady(node);
            return node;
        }
    }

    static Path cache(String node) {
        return TestServers.folder().resolve("cache-" + node);
    }

    VectorNode start(String node, PartitionSettings partitions) {
        VectorNode started = VectorNode.start(
                VectorStorageSettings.standard(kafka, cache(node), node)
                        .with(partitions)
                        .withLease(Duration.ofSeconds(3)),
                database,
                store,
                Clock.systemUTC());
        awaitReady(started);
        return started;
    }

    static void awaitReady(VectorNode node) {
        await("the node serves", node::ready);
    }

    static void await(String what, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 60 s: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }
}
