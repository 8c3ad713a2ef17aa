package io.ocellus.annotation.data;

import io.ocellus.annotation.service.AnnotationServiceMain;
import io.ocellus.embedded.TestServers;
import io.ocellus.worker.imports.ImportWorkerConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
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

/** The annotation service and the import worker on real servers, and a client that uploads as CVAT's do. */
final class MediaClient implements AutoCloseable {
    static final JsonMapper json = JsonMapper.shared();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ConfigurableApplicationContext context;
    private final String base;
    private final String token;

    record Answer(int status, byte[] bytes, HttpResponse<byte[]> raw) {
        JsonNode body() {
            return json.readTree(bytes);
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return status + " " + new String(bytes, StandardCharsets.UTF_8);
        }
    }

    MediaClient(boolean worker) throws Exception {
        Path folder = Files.createTempDirectory("ocellus-media");
        Map<String, Object> settings = new HashMap<>(AnnotationServiceMain.DEFAULTS);
        settings.put("server.port", "0");
        settings.put("ocellus.database.url", TestServers.newDatabase());
        settings.put("ocellus.database.user", TestServers.postgres().user());
        settings.put("ocellus.database.password", TestServers.postgres().password());
        settings.put("ocellus.redis.url", TestServers.redis().url());
        settings.put(
                "ocellus.object-storage.endpoint", TestServers.objectStorage().endpoint());
        settings.put(
                "ocellus.object-storage.access-key", TestServers.objectStorage().accessKey());
        settings.put(
                "ocellus.object-storage.secret-key", TestServers.objectStorage().secretKey());
        settings.put("ocellus.object-storage.bucket", TestServers.uniqueName("media"));
        settings.put(
                "ocellus.identity.admin-password-file",
                folder.resolve("admin-password").toString());
        settings.put("logging.level.root", "warn");
        SpringApplication application = worker
                ? new SpringApplication(AnnotationServiceMain.class, ImportWorkerConfiguration.class)
                : new SpringApplication(AnnotationServiceMain.class);
        application.setDefaultProperties(settings);
        context = application.run();
        base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
        String password = Files.readString(folder.resolve("admin-password")).strip();
        String pair = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest exchange = HttpRequest.newBuilder(URI.create(base + "/_internal/identity/exchange"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        json.writeValueAsBytes(Map.of("kind", "BASIC", "value", pair))))
                .build();
        token = json.readTree(http.send(exchange, HttpResponse.BodyHandlers.ofByteArray())
                        .body())
                .get("token")
                .asString();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Answer call(String method, String path, byte[] body, String... headers) throws IOException, InterruptedException {
        String url = path.startsWith("http") ? path : base + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.body(), response);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return call("GET", path, new byte[0]);
    }

    Answer send(String method, String path, Object body, String... headers) throws IOException, InterruptedException {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        return call(method, path, json.writeValueAsBytes(body), all);
    }

    long task(Map<String, Object> more) throws IOException, InterruptedException {
        Map<String, Object> body = new HashMap<>(more);
        body.put("name", "t");
        Answer made = send("POST", "/api/tasks", body);
        if (made.status() != 201) {
            throw new IllegalStateException(made.toString());
        }
        return made.body().get("id").asLong();
    }

    /** Sends files in one multipart body. */
    Answer multiple(long task, Map<String, byte[]> files) throws IOException, InterruptedException {
        String boundary = "----ocellus" + System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"image_quality\"\r\n\r\n70\r\n")
                .getBytes(StandardCharsets.UTF_8));
        int number = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"client_files[" + number++
                            + "]\"; filename=\"/tmp/some where/" + file.getKey()
                            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(file.getValue());
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return call(
                "POST",
                "/api/tasks/" + task + "/data/",
                body.toByteArray(),
                "Content-Type",
                "multipart/form-data; boundary=" + boundary,
                "Upload-Multiple",
                "");
    }

    /** The finished request, or the failed one. */
    JsonNode finish(long task, Map<String, Object> options) throws IOException, InterruptedException {
        Map<String, Object> body = new HashMap<>(options);
        body.putIfAbsent("image_quality", 70);
        Answer accepted = send("POST", "/api/tasks/" + task + "/data", body, "Upload-Finish", "");
        if (accepted.status() != 202) {
            throw new IllegalStateException(accepted.toString());
        }
        return done(accepted.body().get("rq_id").asString());
    }

    JsonNode done(String id) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            JsonNode request = get("/api/requests/" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                    .body();
            String status = request.path("status").asString();
            if (status.equals("finished") || status.equals("failed")) {
                return request;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not done: " + request);
            }
            Thread.sleep(30);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
