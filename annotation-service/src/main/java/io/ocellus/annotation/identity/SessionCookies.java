package io.ocellus.annotation.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The two cookies of a signed-in browser: {@code sessionid}, which scripts cannot read, and {@code csrftoken}, which they send back in a
 * header. Stateless.
 */
final class SessionCookies {
    private static final Duration CSRF_LIFE = Duration.ofDays(364);

    private SessionCookies() {}

    static void set(
            HttpServletRequest request, HttpServletResponse response, String session, String csrf, Duration life) {
        add(response, cookie(request, "sessionid", session).httpOnly(true).maxAge(life));
        add(response, cookie(request, "csrftoken", csrf).maxAge(CSRF_LIFE));
    }

    static void clear(HttpServletRequest request, HttpServletResponse response) {
        add(response, cookie(request, "sessionid", "").httpOnly(true).maxAge(0));
    }

    private static void add(HttpServletResponse response, ResponseCookie.ResponseCookieBuilder cookie) {
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(HttpServletRequest request, String name, String value) {
        boolean https = request.isSecure() || "https".equals(request.getHeader("X-Forwarded-Proto"));
        return ResponseCookie.from(name, value).path("/").sameSite("Lax").secure(https);
    }
}
