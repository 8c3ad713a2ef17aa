package io.ocellus.acceptance.apart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the gateway, signed in as the administrator. A connection that breaks is an answer with status 0. Thread-safe. */
final class FrontDoor {
    private static final JsonMapper json = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String address;
    private final Password password;
    private final Duration patience;

    interface Password {
        String ofAdmin() throws IOException;
    }

    record Answer(int status, String body) {
        JsonNode json() {
            return json.readTree(body);
        }

        void require(int expected) {
            if (status != expected) {
                throw new AssertionError(status + " instead of " + expected + ": " + body);
            }
        }

        /** Nothing was said about the request: it may have been carried out or not. */
        boolean unsaid() {
            return status == 0 || status >= 500;
        }
    }

    /** @param password known once annotation-service has started for the first time */
    FrontDoor(String address, Password password) {
        this(address, password, Duration.ofSeconds(20));
    }

    /** @param patience until an answer begins */
    FrontDoor(String address, Password password, Duration patience) {
        this.address = address;
        this.password = password;
        this.patience = patience;
    }

    Answer get(String path) throws InterruptedException {
        return exchange("GET", path, new byte[0], "application/json");
    }

    Answer send(String method, String path, Object body, String... headers) throws InterruptedException {
        return exchange(method, path, json.writeValueAsBytes(body), "application/json", headers);
    }

    /** A body that is JSON already. */
    Answer sendRaw(String method, String path, byte[] body) throws InterruptedException {
        return exchange(method, path, body, "application/json");
    }

    /** The body of an answer with status 200, as it comes. */
    InputStream stream(String path) throws InterruptedException, IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address).resolve(path))
                .timeout(patience)
                .header("Authorization", credential())
                .build();
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            try (InputStream body = answer.body()) {
                throw new IOException(
                        answer.statusCode() + " " + new String(body.readNBytes(2_000), StandardCharsets.UTF_8));
            }
        }
        return answer.body();
    }

    private String credential() throws IOException {
        return "Basic "
                + Base64.getEncoder().encodeToString(("admin:" + password.ofAdmin()).getBytes(StandardCharsets.UTF_8));
    }

    /** One picture, or an archive of them, in one multipart body. */
    Answer upload(long task, String name, byte[] picture) throws InterruptedException {
        String boundary = "----apart" + name.hashCode();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"image_quality\"\r\n\r\n70\r\n--"
                        + boundary + "\r\nContent-Disposition: form-data; name=\"client_files[0]\"; filename=\"" + name
                        + "\"\r\nContent-Type: image/png\r\n\r\n"));
        body.writeBytes(picture);
        body.writeBytes(text("\r\n--" + boundary + "--\r\n"));
        return exchange(
                "POST",
                "/api/tasks/" + task + "/data",
                body.toByteArray(),
                "multipart/form-data; boundary=" + boundary);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Answer exchange(String method, String path, byte[] body, String type, String... headers)
            throws InterruptedException {
        try {
            return exchanged(method, path, body, type, headers);
        } catch (IOException e) {
            return new Answer(0, e.toString());
        }
    }

    private Answer exchanged(String method, String path, byte[] body, String type, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(patience)
                .header("Authorization", credential())
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    static Map<String, Object> annotations(Object shape) {
        return Map.of("version", 0, "tags", java.util.List.of(), "tracks", java.util.List.of(), "shapes", shape);
    }
}
