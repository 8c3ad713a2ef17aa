package io.ocellus.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stands for the services behind the gateway: exchanges the credentials it knows, and answers what it was asked. */
final class FakeService implements AutoCloseable {
    private static final JsonMapper json = JsonMapper.shared();
    final Set<String> good = ConcurrentHashMap.newKeySet();
    final AtomicInteger exchanges = new AtomicInteger();
    final AtomicLong firstByteAt = new AtomicLong();
    private final HttpServer server;

    FakeService() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/_internal/identity/exchange", this::exchange);
        server.createContext("/api/auth/logout", call -> {
            good.clear();
            answer(call, 200, Map.of("detail", "out"));
        });
        server.createContext("/", this::echo);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void exchange(HttpExchange call) throws IOException {
        exchanges.incrementAndGet();
        JsonNode asked = json.readTree(call.getRequestBody().readAllBytes());
        String value =
                asked.get("kind").stringValue() + ":" + asked.get("value").stringValue();
        if (good.contains(value)) {
            answer(call, 200, Map.of("token", "signed-" + value.hashCode()));
        } else {
            answer(call, 401, Map.of("detail", "no"));
        }
    }

    private void echo(HttpExchange call) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        call.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        long bytes = 0;
        byte[] buffer = new byte[8192];
        for (int n = call.getRequestBody().read(buffer);
                n >= 0;
                n = call.getRequestBody().read(buffer)) {
            if (bytes == 0 && n > 0) {
                firstByteAt.set(System.nanoTime());
            }
            bytes += n;
        }
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("method", call.getRequestMethod());
        seen.put("uri", call.getRequestURI().toString());
        seen.put("headers", headers);
        seen.put("bytes", bytes);
        answer(call, 200, seen);
    }

    private static void answer(HttpExchange call, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        try (call) {
            call.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
