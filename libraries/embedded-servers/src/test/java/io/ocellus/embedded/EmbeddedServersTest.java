package io.ocellus.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {
    @TempDir
    Path folder;

    @Test
    void aKilledPostgresComesBackOnItsPortWithWhatWasCommitted() throws Exception {
        EmbeddedPostgres.Settings settings = new EmbeddedPostgres.Settings(folder, Ports.free(), "secret", true);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            execute(postgres, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1), (2)");
            long pid = Long.parseLong(
                    Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0));

            ProcessHandle killed = ProcessHandle.of(pid).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().get(10, TimeUnit.SECONDS);

            assertThat(count(postgres)).isEqualTo(2);
        }
    }

    @Test
    void aStalePidFileThatNamesALivingProcessDoesNotHinderAStart() throws Exception {
        EmbeddedPostgres.Settings settings = new EmbeddedPostgres.Settings(folder, Ports.free(), "secret", true);
        EmbeddedPostgres.start(settings).close();
        Files.write(
                folder.resolve("data/postmaster.pid"),
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        folder.resolve("data").toString()));

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(postgres.isAlive()).isTrue();
        }
    }

    @Test
    void whatAKilledParentLeftBehindIsEndedAtTheNextStart() throws Exception {
        Files.createDirectories(folder.resolve("redis"));
        Process orphan = new ProcessBuilder("sleep", "600")
                .directory(folder.resolve("redis").toFile())
                .start();

        try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"), Ports.free(), "secret")) {
            assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(redis.isAlive()).isTrue();
        }
    }

    @Test
    void kafkaKeepsItsTopicsThroughARestart() throws Exception {
        int port = Ports.free();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), port, Ports.free(), false);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), port, Ports.free(), false);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).contains("kept");
        }
    }

    @Test
    void theS3ServerStartsAndStops() {
        try (EmbeddedObjectStorage storage =
                EmbeddedObjectStorage.start(folder.resolve("objects"), Ports.free(), "key", "secret")) {
            assertThat(storage.isAlive()).isTrue();
        }
    }

    @Test
    void portsAreKeptAndATakenOneIsReplaced() throws Exception {
        Path file = folder.resolve("ports.properties");
        int first = new Ports(file).of("postgres");
        assertThat(new Ports(file).of("postgres")).isEqualTo(first);
        try (java.net.ServerSocket taken =
                new java.net.ServerSocket(first, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThat(new Ports(file).of("postgres")).isNotEqualTo(taken.getLocalPort());
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws Exception {
        try (Connection c = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static int count(EmbeddedPostgres postgres) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try (Connection c = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                    Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("SELECT count(*) FROM kept")) {
                r.next();
                return r.getInt(1);
            } catch (java.sql.SQLException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Pause.millis(50);
            }
        }
    }
}
