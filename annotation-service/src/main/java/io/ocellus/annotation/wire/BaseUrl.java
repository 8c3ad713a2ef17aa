package io.ocellus.annotation.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Scheme and host as the client wrote them, for absolute URLs in answers: from {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}, else
 * from {@code Host}. A value that is no host name falls back to the address of the connection.
 *
 * @param value such as {@code http://127.0.0.1:8080}, without a slash at the end
 */
public record BaseUrl(String value) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

    /** Of the request that this thread serves. */
    public static BaseUrl current() {
        if (RequestContextHolder.currentRequestAttributes() instanceof ServletRequestAttributes attributes) {
            return of(attributes.getRequest());
        }
        throw new IllegalStateException("no HTTP request on this thread");
    }

    public static BaseUrl of(HttpServletRequest request) {
        String scheme = first(request.getHeader("X-Forwarded-Proto"));
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            scheme = request.getScheme();
        }
        String host = first(request.getHeader("X-Forwarded-Host"));
        if (host == null || !HOST.matcher(host).matches()) {
            host = request.getHeader("Host");
        }
        if (host == null || !HOST.matcher(host).matches()) {
            host = request.getLocalName() + ":" + request.getLocalPort();
        }
        return new BaseUrl(scheme + "://" + host);
    }

    /** The absolute URL of a path such as {@code /api/tasks/5}. */
    public String to(String path) {
        return value + path;
    }

    private static @Nullable String first(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int comma = header.indexOf(',');
        return (comma < 0 ? header : header.substring(0, comma)).trim();
    }
}
