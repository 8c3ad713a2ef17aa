package io.ocellus.annotation.identity;

import io.ocellus.annotation.service.AnnotationServiceMain;
import io.ocellus.embedded.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The annotation service on a database of its own, and a client that speaks to it as the gateway does. */
public final class RunningService implements AutoCloseable {
    private static final JsonMapper json = JsonMapper.shared();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private final ConfigurableApplicationContext context;
    private final Path folder;
    private final String base;

    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {}

    private RunningService(ConfigurableApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
        this.base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    public static RunningService start(Class<?>... more) throws IOException {
        return start(TestServers.newDatabase(), Files.createTempDirectory("ocellus-identity"), more);
    }

    public static RunningService start(String database, Path folder, Class<?>... more) {
        return start(database, folder, Map.of(), more);
    }

    /** @param others settings beside, or in place of, the usual ones */
    public static RunningService start(String database, Path folder, Map<String, Object> others, Class<?>... more) {
        Map<String, Object> settings = new HashMap<>(AnnotationServiceMain.DEFAULTS);
        settings.put("server.port", "0");
        settings.put("ocellus.database.url", database);
        settings.put("ocellus.database.user", TestServers.postgres().user());
        settings.put("ocellus.database.password", TestServers.postgres().password());
        settings.put(
                "ocellus.object-storage.endpoint", TestServers.objectStorage().endpoint());
        settings.put(
                "ocellus.object-storage.access-key", TestServers.objectStorage().accessKey());
        settings.put(
                "ocellus.object-storage.secret-key", TestServers.objectStorage().secretKey());
        settings.put("ocellus.object-storage.bucket", TestServers.uniqueName("service"));
        settings.put("ocellus.redis.url", TestServers.redis().url());
        settings.put(
                "ocellus.annotations.spool-directory", folder.resolve("spool").toString());
        settings.put(
                "ocellus.identity.admin-password-file",
                folder.resolve("admin-password").toString());
        settings.put("ocellus.kafka.bootstrap-servers", TestServers.kafka().bootstrapServers());
        settings.put("ocellus.data-directory", folder.toString());
        settings.put("logging.level.root", "warn");
        settings.putAll(others);
        Class<?>[] sources = new Class<?>[more.length + 1];
        sources[0] = AnnotationServiceMain.class;
        System.arraycopy(more, 0, sources, 1, more.length);
        SpringApplication application = new SpringApplication(sources);
        application.setDefaultProperties(settings);
        return new RunningService(application.run(), folder);
    }

    /** Scheme, host and port. */
    public String base() {
        return base;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public Path folder() {
        return folder;
    }

    public String adminPassword() throws IOException {
        return Files.readString(folder.resolve("admin-password")).strip();
    }

    /** A signed identity for a name and password. */
    public String basic(String name, String password) throws IOException, InterruptedException {
        String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        Answer answer = exchange("BASIC", pair);
        if (answer.status() != 200) {
            throw new IllegalStateException("exchange answered " + answer.status() + " " + answer.body());
        }
        return answer.body().get("token").stringValue();
    }

    Answer exchange(String kind, String value) throws IOException, InterruptedException {
        return call("POST", "/_internal/identity/exchange", "", Map.of("kind", kind, "value", value));
    }

    public Answer call(String method, String path, String token) throws IOException, InterruptedException {
        return call(method, path, token, null);
    }

    public Answer call(String method, String path, String token, Object body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), read(response.body()), response);
    }

    private static JsonNode read(String body) {
        return body.startsWith("{") || body.startsWith("[")
                ? json.readTree(body)
                : json.getNodeFactory().stringNode(body);
    }

    @Override
    public void close() {
        context.close();
    }
}
