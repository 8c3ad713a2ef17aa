package io.ocellus.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What the gateway itself answers: {@code {"detail": …}}, as the services do. Stateless. */
final class Answers {
    private static final JsonMapper json = JsonMapper.builder().build();

    private Answers() {}

    static Mono<Void> refuse(ServerHttpResponse response, int status, String detail) {
        if (response.isCommitted()) {
            return response.setComplete();
        }
        response.setStatusCode(HttpStatusCode.valueOf(status));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        if (status == 401) {
            response.getHeaders().set("WWW-Authenticate", "Session");
        }
        byte[] body = json.writeValueAsString(Map.of("detail", detail)).getBytes(StandardCharsets.UTF_8);
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }
}
