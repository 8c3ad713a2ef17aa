package io.ocellus.annotation.service;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the trace that {@code traceparent} names into the log lines of the request's thread as {@code traceId}; background requests and
 * revisions take it from there. Without a sound header there is none.
 */
final class TraceFilter extends OncePerRequestFilter {
    private static final String KEY = "traceId";
    private static final Pattern SOUND = Pattern.compile("00-((?!0{32})[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("traceparent");
        Matcher sound = SOUND.matcher(header == null ? "" : header);
        if (!sound.matches()) {
            chain.doFilter(request, response);
            return;
        }
        MDC.put(KEY, sound.group(1));
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(KEY);
        }
    }
}
