package io.ocellus.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The address a client asked and the one it came from, as services are told them.
 *
 * @param scheme {@code http} or {@code https}
 * @param host as in the {@code Host} header, with its port
 * @param address the client's IP address
 */
record ClientFacts(String scheme, String host, String address) {
    /** Headers by which somebody in between says who asked: from outside they are lies. */
    static final List<String> SPOOFABLE = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Forwarded-Ssl",
            "X-Real-IP");

    static ClientFacts of(ServerHttpRequest request, boolean trustForwarded) {
        HttpHeaders headers = request.getHeaders();
        String scheme = trustForwarded ? last(headers.getFirst("X-Forwarded-Proto")) : null;
        String host = trustForwarded ? last(headers.getFirst("X-Forwarded-Host")) : null;
        String address = trustForwarded ? last(headers.getFirst("X-Forwarded-For")) : null;
        InetSocketAddress remote = request.getRemoteAddress();
        return new ClientFacts(
                scheme != null
                        ? scheme
                        : Objects.requireNonNullElse(request.getURI().getScheme(), "http"),
                host != null ? host : Objects.requireNonNullElse(headers.getFirst("Host"), ""),
                address != null
                        ? address
                        : remote == null || remote.getAddress() == null
                                ? ""
                                : remote.getAddress().getHostAddress());
    }

    void write(HttpHeaders headers) {
        headers.set("X-Forwarded-Proto", scheme);
        if (!host.isEmpty()) {
            headers.set("X-Forwarded-Host", host);
        }
        if (!address.isEmpty()) {
            headers.set("X-Forwarded-For", address);
        }
    }

    private static @Nullable String last(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        return header.substring(header.lastIndexOf(',') + 1).strip();
    }
}
