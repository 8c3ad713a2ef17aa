package io.ocellus.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis 6.2 (BSD licence) with a password and an append-only file. It carries hints, so losing its last second costs nothing. */
public final class EmbeddedRedis implements EmbeddedServer {
    private final int port;
    private final String password;
    private final ServerProcess process;

    private EmbeddedRedis(Path folder, int port, String password, Path program) {
        this.port = port;
        this.password = password;
        String settings = String.join(
                "\n",
                "bind 127.0.0.1",
                "port " + port,
                "requirepass " + password,
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory 64mb",
                "maxmemory-policy allkeys-lru",
                "io-threads 1",
                "");
        this.process = new ServerProcess(
                "Redis",
                folder,
                List.of(program.toString(), "-"),
                Map.of(),
                settings,
                folder.resolve("redis.log"),
                "TERM",
                this::answers,
                folder.resolve("redis.pid"));
    }

    public static EmbeddedRedis start(Path folder, int port, String password) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ServerStartFailure("cannot make " + folder + ": " + e.getMessage(), e);
        }
        EmbeddedRedis redis = new EmbeddedRedis(
                folder, port, password, ServerBinaries.ofUser().redisServer());
        redis.process.start();
        return redis;
    }

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public int port() {
        return port;
    }

    /** With the password, as clients take it. */
    public String url() {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive() && answers();
    }

    @Override
    public void close() {
        process.close(Duration.ofSeconds(10));
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return "+OK".equals(reader.readLine()) && "+PONG".equals(reader.readLine());
        } catch (IOException e) {
            return false;
        }
    }
}
