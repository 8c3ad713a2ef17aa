package io.ocellus.annotation.errors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every failure below {@code /api/}, also those of requests that met no controller (unknown path, wrong method, wrong media type),
 * which an advice bound to our controllers would miss and an unbound one would take from the other APIs of the same context.
 */
@Configuration(proxyBeanMethods = false)
public class ErrorsConfiguration implements WebMvcConfigurer {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorsConfiguration.class);
    private final JsonMapper mapper = JsonMapper.shared();

    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.addFirst(this::resolve);
    }

    private @Nullable ModelAndView resolve(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception error) {
        if (!request.getRequestURI().startsWith("/api/")) {
            return null;
        }
        if (response.isCommitted()) {
            LOG.warn("A request failed after its answer began: {}", error.toString());
            return null;
        }
        try {
            write(response, error);
        } catch (IOException e) {
            LOG.debug("The client left before the answer", e);
        }
        return new ModelAndView();
    }

    /** What the container answers before any of our code has seen the request, such as an address that it cannot read. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerErrors() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ContainerErrors()));
    }

    @Bean
    ErrorPage errorPage() {
        return new ErrorPage();
    }

    /** Writes CVAT's answer to {@code error}; for filters, which no resolver serves. */
    public void write(HttpServletResponse response, Throwable error) throws IOException {
        CvatErrors.Answer answer = CvatErrors.of(error);
        response.resetBuffer();
        response.setStatus(answer.status().value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        answer.headers().forEach(response::setHeader);
        response.getOutputStream().write(mapper.writeValueAsBytes(answer.body()));
    }
}
