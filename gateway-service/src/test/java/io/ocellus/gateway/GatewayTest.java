package io.ocellus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway over HTTP, before a service that tells what it saw. */
class GatewayTest {
    private static final HttpClient http = HttpClient.newHttpClient();
    private static FakeService service;
    private static ConfigurableApplicationContext gateway;
    private static String base;

    @BeforeAll
    static void start() throws IOException {
        service = new FakeService();
        Map<String, Object> settings = new HashMap<>(GatewayConfiguration.DEFAULTS);
        settings.put("server.port", "0");
        settings.put("ocellus.gateway.annotation-service", service.address());
        settings.put("ocellus.gateway.vector-service", service.address());
        settings.put("ocellus.gateway.credentials-kept", "1s");
        settings.put("logging.level.root", "warn");
        SpringApplication application = new SpringApplication(GatewayMain.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setDefaultProperties(settings);
        gateway = application.run();
        base = "http://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        service.close();
    }

    @BeforeEach
    void reset() {
        service.good.clear();
        service.exchanges.set(0);
    }

    private static HttpResponse<String> call(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        boolean body = !method.equals("GET") && !method.equals("HEAD");
        request.method(method, body ? HttpRequest.BodyPublishers.ofString("{}") : HttpRequest.BodyPublishers.noBody());
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode seen(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private static String header(JsonNode seen, String name) {
        for (String key : seen.get("headers").propertyNames()) {
            if (key.equalsIgnoreCase(name)) {
                return seen.get("headers").get(key).stringValue();
            }
        }
        return "";
    }

    @Test
    void everyCredentialBecomesASignedIdentityAndNothingElsePasses() throws Exception {
        String pair = Base64.getEncoder().encodeToString("eve:secret".getBytes(StandardCharsets.UTF_8));
        service.good.add("BASIC:" + pair);
        service.good.add("TOKEN:abc");
        service.good.add("ACCESS_TOKEN:pat.1");
        service.good.add("SESSION:s1");
        for (String[] sent : new String[][] {
            {"Authorization", "Basic " + pair},
            {"Authorization", "Token abc"},
            {"Authorization", "Bearer pat.1"},
            {"Cookie", "sessionid=s1; csrftoken=c"}
        }) {
            JsonNode seen = seen(call("GET", "/api/users/self", sent));
            assertThat(header(seen, "Authorization")).startsWith("Bearer signed-");
            assertThat(header(seen, "Cookie")).isEmpty();
        }
    }

    @Test
    void aStrangerPassesWithoutAnyIdentity() throws Exception {
        JsonNode seen = seen(call("GET", "/api/server/health/?format=json", "Cookie", "sessionid=gone"));
        assertThat(header(seen, "Authorization")).isEmpty();
        assertThat(seen.get("uri").stringValue()).isEqualTo("/api/server/health/?format=json");
    }

    @Test
    void aWrongAuthorizationIsAnsweredHere() throws Exception {
        HttpResponse<String> wrong = call("GET", "/api/users/self", "Authorization", "Token nope");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("detail");
        assertThat(call("GET", "/api/users/self", "Authorization", "Digest x").statusCode())
                .isEqualTo(401);
    }

    @Test
    void unsafeCallsOfASessionNeedTheTokenAndTheOrigin() throws Exception {
        service.good.add("SESSION:s2");
        String cookies = "sessionid=s2; csrftoken=tok";
        assertThat(call("POST", "/api/tasks", "Cookie", cookies).statusCode()).isEqualTo(403);
        assertThat(call("POST", "/api/tasks", "Cookie", "sessionid=s2", "X-CSRFTOKEN", "tok")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("POST", "/api/tasks", "Cookie", cookies, "X-CSRFTOKEN", "other")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("POST", "/api/tasks", "Cookie", cookies, "X-CSRFTOKEN", "tok", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("POST", "/api/tasks", "Cookie", cookies, "X-CSRFTOKEN", "tok", "Origin", "null")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("POST", "/api/tasks", "Cookie", cookies, "X-CSRFTOKEN", "tok", "Origin", base)
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("DELETE", "/api/tasks/1", "Cookie", cookies, "X-CSRFTOKEN", "tok")
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("GET", "/api/tasks", "Cookie", "sessionid=s2").statusCode())
                .isEqualTo(200);
        service.good.add("TOKEN:t2");
        assertThat(call("POST", "/api/tasks", "Authorization", "Token t2").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatAClientSaysAboutProxiesIsReplaced() throws Exception {
        JsonNode seen = seen(call(
                "GET",
                "/api/server/about",
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-For",
                "1.2.3.4",
                "Forwarded",
                "host=evil.example"));
        assertThat(header(seen, "X-Forwarded-Host")).isEqualTo(URI.create(base).getAuthority());
        assertThat(header(seen, "X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(header(seen, "X-Forwarded-Proto")).isEqualTo("http");
        assertThat(header(seen, "Forwarded")).isEmpty();
    }

    @Test
    void eachCallCarriesATraceTheCallersOwnWhereItIsSound() throws Exception {
        String own = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(header(seen(call("GET", "/api/server/about", "traceparent", own)), "traceparent"))
                .isEqualTo(own);
        String fresh = header(seen(call("GET", "/api/server/about", "traceparent", "00-nonsense")), "traceparent");
        assertThat(fresh).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(header(seen(call("GET", "/api/server/about")), "traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .isNotEqualTo(fresh);
    }

    @Test
    void anIdentityIsSharedShortlyAndForgottenAtSignOut() throws Exception {
        service.good.add("TOKEN:t3");
        for (int i = 0; i < 5; i++) {
            seen(call("GET", "/api/users/self", "Authorization", "Token t3"));
        }
        assertThat(service.exchanges.get()).isEqualTo(1);
        call("POST", "/api/auth/logout", "Authorization", "Token t3");
        assertThat(call("GET", "/api/users/self", "Authorization", "Token t3").statusCode())
                .isEqualTo(401);
    }

    @Test
    void internalAddressesHaveNoRoute() throws Exception {
        for (String path : new String[] {
            "/_internal/identity/keys", "/_internal/identity/exchange", "//_internal/identity/keys",
            "/api/..%2f_internal/identity/keys", "/api/%2e%2e/_internal/identity/keys", "/v2/other"
        }) {
            HttpResponse<String> answer = call("GET", path);
            boolean reached = answer.statusCode() == 200
                    && answer.body().contains("\"uri\"")
                    && JsonMapper.shared()
                            .readTree(answer.body())
                            .get("uri")
                            .stringValue()
                            .startsWith("/_internal");
            assertThat(reached).as(path + " " + answer.statusCode()).isFalse();
        }
        assertThat(call("GET", "/_internal/identity/keys").statusCode()).isEqualTo(404);
    }

    @Test
    void pathsAndRequestIdsPassAsTheyAre() throws Exception {
        String path = "/api/requests/action=create&target=task&id=5";
        assertThat(seen(call("GET", path)).get("uri").stringValue()).isEqualTo(path);
        String filter = "/api/tasks?filter=%7B%22and%22%3A%5B%5D%7D&org=";
        assertThat(seen(call("GET", filter)).get("uri").stringValue()).isEqualTo(filter);
    }

    @Test
    void everythingElseIsTheWebPage() throws Exception {
        for (String path : new String[] {"/", "/projects/5", "/tasks/3/frames/7", "/index.html"}) {
            HttpResponse<String> page = call("GET", path);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<title>page</title>");
            assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
            assertThat(page.headers().firstValue("content-security-policy")).isPresent();
        }
        HttpResponse<String> script = call("GET", "/assets/app-1234.js");
        assertThat(script.headers().firstValue("cache-control").orElse("")).contains("immutable");
        assertThat(call("GET", "/assets/none-1234.js").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/..%2f..%2fetc/passwd.txt").statusCode()).isIn(400, 404);
        assertThat(call("POST", "/projects/5").statusCode()).isEqualTo(404);
    }

    @Test
    void aBodyStreamsThroughBeforeItIsWhole() throws Exception {
        HttpURLConnection upload = (HttpURLConnection)
                URI.create(base + "/api/tasks/1/data").toURL().openConnection();
        upload.setDoOutput(true);
        upload.setRequestMethod("POST");
        upload.setChunkedStreamingMode(65536);
        byte[] block = new byte[65536];
        service.firstByteAt.set(0);
        try (OutputStream out = upload.getOutputStream()) {
            for (int i = 0; i < 32; i++) {
                out.write(block);
            }
            out.flush();
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (service.firstByteAt.get() == 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(service.firstByteAt.get()).isNotZero();
            out.write(block);
        }
        assertThat(JsonMapper.shared()
                        .readTree(upload.getInputStream())
                        .get("bytes")
                        .intValue())
                .isEqualTo(33 * 65536);
    }

    @Test
    void hugeHeadersAndAddressesAreRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", URI.create(base).getPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET /api/server/about?x=" + "a".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isIn("HTTP/1.1 413", "HTTP/1.1 414", "HTTP/1.1 400", "HTTP/1.1 431");
        }
    }
}
