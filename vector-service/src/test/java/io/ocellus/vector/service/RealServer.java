package io.ocellus.vector.service;

import io.ocellus.embedded.TestServers;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The vector service over real servers, as its own main starts it. The main serves on the port of its argument, to try clients by hand. */
final class RealServer implements AutoCloseable {
    static final String ROOT_PASSWORD = "Root-Secret-1";

    private final ConfigurableApplicationContext context;

    private RealServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

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
        settings.putAll(more);
        return new RealServer(new SpringApplicationBuilder(VectorServiceMain.class)
                .web(WebApplicationType.NONE)
                .properties(settings)
                .run());
    }

    int port() {
        return context.getBean(VectorService.class).port();
    }

    boolean ready() {
        return context.getBean(VectorService.class).database().ready();
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
