package io.ocellus.gateway;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Whether an unsafe request with a cookie session comes from a page of ours: its header {@code X-CSRFTOKEN} repeats the cookie, which other
 * sites cannot read, and its {@code Origin} (or {@code Referer}), where there is one, is the address that was asked. Stateless.
 */
final class Csrf {
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private Csrf() {}

    /** Why the request is refused; empty when it is not. */
    static Optional<String> objection(ServerHttpRequest request, String scheme, String host) {
        if (SAFE.contains(request.getMethod())) {
            return Optional.empty();
        }
        String origin = request.getHeaders().getFirst("Origin");
        String source = origin != null ? origin : request.getHeaders().getFirst("Referer");
        if (source != null && !same(source, scheme, host)) {
            return Optional.of(
                    "CSRF Failed: the origin " + clip(source) + " is not " + scheme + "://" + clip(host) + ".");
        }
        HttpCookie cookie = request.getCookies().getFirst("csrftoken");
        if (cookie == null || cookie.getValue().isEmpty()) {
            return Optional.of("CSRF Failed: CSRF cookie not set.");
        }
        String header = request.getHeaders().getFirst("X-CSRFTOKEN");
        if (header == null) {
            return Optional.of("CSRF Failed: CSRF token missing.");
        }
        boolean equal = MessageDigest.isEqual(
                header.getBytes(StandardCharsets.UTF_8), cookie.getValue().getBytes(StandardCharsets.UTF_8));
        return equal ? Optional.empty() : Optional.of("CSRF Failed: CSRF token incorrect.");
    }

    private static boolean same(String source, String scheme, String host) {
        try {
            URI uri = URI.create(source);
            return scheme.equalsIgnoreCase(uri.getScheme()) && host.equalsIgnoreCase(authority(uri.getRawAuthority()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String authority(@Nullable String authority) {
        return authority == null ? "" : authority;
    }

    private static String clip(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
