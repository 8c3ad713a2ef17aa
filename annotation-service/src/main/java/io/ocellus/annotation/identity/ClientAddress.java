package io.ocellus.annotation.identity;

import jakarta.servlet.http.HttpServletRequest;

/** Where a request comes from, for slowing guessers down only: the gateway's word, which a direct client can forge. */
final class ClientAddress {
    private ClientAddress() {}

    static String of(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded == null || forwarded.isBlank()) {
            return request.getRemoteAddr();
        }
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
}
