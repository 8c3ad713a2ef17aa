package io.ocellus.standalone;

import io.ocellus.embedded.EmbeddedKafka;
import io.ocellus.embedded.EmbeddedObjectStorage;
import io.ocellus.embedded.EmbeddedPostgres;
import io.ocellus.embedded.EmbeddedRedis;
import io.ocellus.embedded.EmbeddedServer;
import io.ocellus.embedded.Ports;
import io.ocellus.embedded.ServerStartFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The four servers of one data folder, started side by side, closed in the reverse order. */
record EmbeddedServers(
        EmbeddedPostgres postgres, EmbeddedRedis redis, EmbeddedKafka kafka, EmbeddedObjectStorage objectStorage)
        implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServers.class);

    static EmbeddedServers start(DataDirectory data, boolean fsync, Progress progress) {
        Path folder = data.folder();
        Ports ports = new Ports(folder.resolve("ports.properties"));
        int postgresPort = ports.of("postgres");
        int redisPort = ports.of("redis");
        int kafkaPort = ports.of("kafka");
        int controllerPort = ports.of("kafka-controller");
        int objectsPort = ports.of("object-storage");
        String postgresPassword = data.secretOf("postgres");
        String redisPassword = data.secretOf("redis");
        String objectsKey = data.secretOf("object-storage.access-key");
        String objectsSecret = data.secretOf("object-storage.secret-key");
        List<EmbeddedServer> started = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            Starter starter = new Starter(executor, started, progress);
            CompletableFuture<EmbeddedPostgres> postgres = starter.start(() -> EmbeddedPostgres.start(
                    new EmbeddedPostgres.Settings(folder.resolve("postgres"), postgresPort, postgresPassword, true)));
            CompletableFuture<EmbeddedKafka> kafka =
                    starter.start(() -> EmbeddedKafka.start(folder.resolve("kafka"), kafkaPort, controllerPort, fsync));
            CompletableFuture<EmbeddedRedis> redis =
                    starter.start(() -> EmbeddedRedis.start(folder.resolve("redis"), redisPort, redisPassword));
            CompletableFuture<EmbeddedObjectStorage> objects = starter.start(() ->
                    EmbeddedObjectStorage.start(folder.resolve("objects"), objectsPort, objectsKey, objectsSecret));
            return new EmbeddedServers(postgres.join(), redis.join(), kafka.join(), objects.join());
        } catch (CompletionException e) {
            closeAll(started);
            Throwable cause = e.getCause();
            throw cause instanceof ServerStartFailure failure
                    ? failure
                    : new ServerStartFailure(String.valueOf(cause), e);
        }
    }

    private record Starter(ExecutorService executor, List<EmbeddedServer> started, Progress progress) {
        <T extends EmbeddedServer> CompletableFuture<T> start(Supplier<T> supplier) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        T server = supplier.get();
                        started.add(server);
                        progress.line(server.name() + " is up");
                        return server;
                    },
                    executor);
        }
    }

    @Override
    public void close() {
        closeAll(List.of(postgres, redis, objectStorage, kafka));
    }

    private static void closeAll(List<? extends EmbeddedServer> servers) {
        for (EmbeddedServer server : List.copyOf(servers).reversed()) {
            try {
                server.close();
            } catch (RuntimeException e) {
                log.error("{} did not stop in an orderly way", server.name(), e);
            }
        }
    }
}
