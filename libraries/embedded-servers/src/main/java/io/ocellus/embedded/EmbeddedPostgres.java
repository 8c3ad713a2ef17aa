package io.ocellus.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL 18 in a persistent folder: scram passwords, loopback only, no unix socket, UTF-8 with the builtin locale provider (so that the
 * order of texts depends on no system library). Runs as root through an unprivileged user namespace, since PostgreSQL refuses to be root.
 */
public final class EmbeddedPostgres implements EmbeddedServer {
    private static final String USER = "ocellus";

    private final Settings settings;
    private final ServerProcess process;

    /**
     * @param folder its folder; {@code data} below it is the cluster
     * @param durable false only for tests: a crash of the machine may then lose what was committed
     */
    public record Settings(Path folder, int port, String password, boolean durable) {}

    private EmbeddedPostgres(Settings settings, Path binaries) {
        this.settings = settings;
        List<String> command = new ArrayList<>(asUser());
        command.addAll(List.of(binaries.resolve("bin/postgres").toString(), "-D", data().toString()));
        Map.of(
                        "port", Integer.toString(settings.port()),
                        "listen_addresses", "127.0.0.1",
                        "unix_socket_directories", "",
                        "max_connections", "100",
                        "shared_buffers", "96MB",
                        "max_wal_size", "512MB",
                        "wal_level", "minimal",
                        "max_wal_senders", "0",
                        "jit", "off",
                        "fsync", settings.durable() ? "on" : "off")
                .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        command.addAll(List.of("-c", "huge_pages=off", "-c", "io_method=sync", "-c", "log_checkpoints=off"));
        command.addAll(List.of("-c", "full_page_writes=" + (settings.durable() ? "on" : "off")));
        command.addAll(List.of("-c", "synchronous_commit=" + (settings.durable() ? "on" : "off")));
        // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written.
        this.process = new ServerProcess(
                "PostgreSQL",
                data(),
                command,
                Map.of("LC_ALL", "C.UTF-8"),
                "",
                settings.folder().resolve("postgres.log"),
                "INT",
                this::answers,
                data().resolve("postmaster.pid"));
    }

    public static EmbeddedPostgres start(Settings settings) {
        Path binaries = ServerBinaries.ofUser().postgres();
        EmbeddedPostgres postgres = new EmbeddedPostgres(settings, binaries);
        postgres.initialize(binaries);
        postgres.process.start();
        postgres.createDatabase(USER);
        return postgres;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public int port() {
        return settings.port();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive() && answers();
    }

    public String user() {
        return USER;
    }

    public String password() {
        return settings.password();
    }

    public String jdbcUrl() {
        return jdbcUrl(USER);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + database;
    }

    /** Creates the database unless it is there; the name must be a plain identifier. */
    public void createDatabase(String database) {
        if (!database.matches("[a-z_][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a plain identifier: " + database);
        }
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!statement
                    .executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + database + "'")
                    .next()) {
                statement.execute("CREATE DATABASE " + database);
            }
        } catch (SQLException e) {
            throw new ServerStartFailure("cannot create the database " + database + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.close(Duration.ofSeconds(20));
    }

    private Path data() {
        return settings.folder().resolve("data");
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", settings.password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    private boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    private void initialize(Path binaries) {
        if (Files.exists(data().resolve("PG_VERSION"))
                && Files.exists(settings.folder().resolve("initialized"))) {
            return;
        }
        Path passwordFile = settings.folder().resolve("initial-password");
        try {
            Files.createDirectories(settings.folder());
            Leftovers.end(settings.folder());
            DataFolders.deleteRecursively(data()); // half of an initdb that was killed
            Files.deleteIfExists(passwordFile);
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(passwordFile, settings.password());
                initdb(binaries, passwordFile);
            } finally {
                Files.deleteIfExists(passwordFile);
            }
            Files.createFile(settings.folder().resolve("initialized"));
        } catch (IOException e) {
            throw new ServerStartFailure("cannot make a PostgreSQL cluster in " + data() + ": " + e.getMessage(), e);
        }
    }

    private void initdb(Path binaries, Path passwordFile) throws IOException {
        List<String> command = new ArrayList<>(asUser());
        command.addAll(List.of(
                binaries.resolve("bin/initdb").toString(),
                "-D",
                data().toString(),
                "-U",
                USER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--no-instructions"));
        if (!settings.durable()) {
            command.add("--no-sync");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(settings.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process initdb = builder.start();
        initdb.getOutputStream().close();
        String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!initdb.waitFor(120, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
                throw new ServerStartFailure("PostgreSQL's initdb failed: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartFailure("interrupted during initdb", e);
        }
    }

    /** A prefix under which root is not root; empty for ordinary users. */
    private static List<String> asUser() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        for (Path unshare : List.of(Path.of("/usr/bin/unshare"), Path.of("/bin/unshare"))) {
            if (Files.isExecutable(unshare)) {
                return List.of(unshare.toString(), "-U");
            }
        }
        throw new ServerStartFailure(
                "PostgreSQL does not run as root and there is no `unshare`: start as another user");
    }
}
