package io.ocellus.gateway;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** Tells services who asked and at which address; runs after the framework's own filters, which remove such headers. Stateless. */
final class ForwardedHeaders implements HttpHeadersFilter, Ordered {
    static final String CLIENT = ForwardedHeaders.class.getName() + ".client";

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        HttpHeaders headers = new HttpHeaders();
        headers.addAll(input);
        if (exchange.getAttribute(CLIENT) instanceof ClientFacts client) {
            client.write(headers);
        }
        return headers;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
