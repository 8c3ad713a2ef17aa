package io.ocellus.vector.service;

import io.ocellus.embedded.TestServers;
import io.ocellus.vector.storage.log.KafkaSettings;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The vector service over real servers, as its own main starts it. The main serves on the port of its argument, to try clients by hand. */
final class RealServer implements AutoCloseable {
    static final String ROOT_PASSWORD = "Root-Secret-1";

    private final ConfigurableApplicationContext context;

    private RealServer(ConfigurableApplicationContext context, Map<String, Object> settings) {
        this.context = context;
        this.settings = settings;
    }

    private final Map<String, Object> settings;

    static RealServer start(int port, Map<String, Object> more) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("ocellus.database.url", TestServers.newDatabase());
        settings.put("ocellus.database.user", TestServers.postgres().user());
        settings.put("ocellus.database.password", TestServers.postgres().password());
        settings.put("ocellus.kafka.bootstrap-servers", TestServers.kafka().bootstrapServers());
        settings.put(
                "ocellus.object-storage.endpoint", TestServers.objectStorage().endpoint());
        settings.put(
                "ocellus.object-storage.access-key", TestServers.objectStorage().accessKey());
        settings.put(
                "ocellus.object-storage.secret-key", TestServers.objectStorage().secretKey());
        settings.put("ocellus.object-storage.bucket", TestServers.uniqueName("vectors"));
        settings.put("ocellus.vector.port", port);
        settings.put("ocellus.vector.root-password", ROOT_PASSWORD);
        settings.put(
                "ocellus.vector.cache-directory",
                TestServers.folder().resolve("vector-cache-" + port).toString());
        settings.put("ocellus.vector.log-topic", TestServers.uniqueName("vector-log"));
        settings.putAll(more);
        return run(settings);
    }

    private static RealServer run(Map<String, Object> settings) {
        return new RealServer(
                new SpringApplicationBuilder(VectorServiceMain.class)
                        .web(WebApplicationType.NONE)
                        .properties(settings)
                        .run(),
                settings);
    }

    /** A second service on the same servers, which stands by. */
    RealServer standby() {
        Map<String, Object> others = new TreeMap<>(settings);
        others.put("ocellus.vector.node", "standby");
        others.put("ocellus.vector.port", 0);
        others.put(
                "ocellus.vector.cache-directory",
                TestServers.folder().resolve("vector-cache-standby").toString());
        return run(others);
    }

    int port() {
        return context.getBean(VectorService.class).port();
    }

    boolean ready() {
        return context.getBean(VectorService.class).database().ready();
    }

    /** The service's log itself. */
    KafkaSettings log() {
        return new KafkaSettings(
                TestServers.kafka().bootstrapServers(),
                String.valueOf(settings.get("ocellus.vector.log-topic")),
                4,
                (short) 1);
    }

    boolean handsOn() {
        return context.getBean(VectorService.class).handsOn();
    }

    @Override
    public void close() {
        context.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (RealServer server = start(Integer.parseInt(arguments[0]), Map.of())) {
            System.out.println("serving on " + server.port());
            Thread.currentThread().join();
        }
    }
}
