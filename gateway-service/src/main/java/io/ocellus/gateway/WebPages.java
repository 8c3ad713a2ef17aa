package io.ocellus.gateway;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The web UI from the class path ({@code META-INF/resources} or {@code static}): its files, and its one page for every address that is not a
 * file, so that a reload anywhere works. Addresses of the APIs are never answered with the page. Stateless.
 */
final class WebPages {
    private static final List<String> APIS = List.of("/api", "/v2", "/_internal", "/cdc", "/actuator");
    private static final String POLICY = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:;"
            + " style-src 'self' 'unsafe-inline'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:;"
            + " connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

    private final List<Function<ServerRequest, Mono<Resource>>> places = List.of(
            RouterFunctions.resourceLookupFunction("/**", new ClassPathResource("META-INF/resources/")),
            RouterFunctions.resourceLookupFunction("/**", new ClassPathResource("static/")));
    private final List<ClassPathResource> pages =
            List.of(new ClassPathResource("META-INF/resources/index.html"), new ClassPathResource("static/index.html"));

    RouterFunction<ServerResponse> route() {
        return RouterFunctions.route(WebPages::isPage, this::answer);
    }

    private static boolean isPage(ServerRequest request) {
        if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
            return false;
        }
        String path = request.path();
        return APIS.stream().noneMatch(api -> path.equals(api) || path.startsWith(api + "/"));
    }

    private Mono<ServerResponse> answer(ServerRequest request) {
        return file(request)
                .flatMap(file -> send(file, isHashed(request.path())))
                .switchIfEmpty(Mono.defer(() -> page(request)));
    }

    private Mono<Resource> file(ServerRequest request) {
        if (request.path().endsWith("/")) {
            return Mono.empty();
        }
        return places.get(0)
                .apply(request)
                .switchIfEmpty(Mono.defer(() -> places.get(1).apply(request)));
    }

    private Mono<ServerResponse> page(ServerRequest request) {
        String last = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (last.contains(".") && !last.endsWith(".html")) {
            return missing();
        }
        return pages.stream()
                .filter(ClassPathResource::exists)
                .findFirst()
                .map(page -> send(page, false))
                .orElseGet(WebPages::missing);
    }

    private static Mono<ServerResponse> send(Resource file, boolean hashed) {
        return ServerResponse.ok()
                .cacheControl(
                        hashed
                                ? CacheControl.maxAge(Duration.ofDays(365))
                                        .cachePublic()
                                        .immutable()
                                : CacheControl.noCache())
                .contentType(MediaTypeFactory.getMediaType(file).orElse(MediaType.APPLICATION_OCTET_STREAM))
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Content-Security-Policy", POLICY)
                .bodyValue(file);
    }

    private static Mono<ServerResponse> missing() {
        return ServerResponse.status(404)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"detail\":\"Not found.\"}");
    }

    /** Vite puts a content hash into the names below {@code assets}. */
    private static boolean isHashed(String path) {
        return path.startsWith("/assets/");
    }
}
