package io.ocellus.annotation.service;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The annotation service as a process of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        excludeName = {
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration"
        })
@Import(AnnotationServiceConfiguration.class)
public class AnnotationServiceMain {
    /** Loopback unless told otherwise; a virtual thread a request; no static files. */
    public static final Map<String, Object> DEFAULTS = Map.of(
            "server.address", "127.0.0.1",
            "server.port", "${ocellus.annotation-service.port:8081}",
            "server.shutdown", "graceful",
            "spring.application.name", "annotation-service",
            "spring.threads.virtual.enabled", "true",
            // Multipart bodies are read as they come, not stored by the container first.
            "spring.servlet.multipart.enabled", "false",
            "spring.main.banner-mode", "off",
            "spring.web.resources.add-mappings", "false");

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(AnnotationServiceMain.class);
        application.setDefaultProperties(DEFAULTS);
        application.run(arguments);
    }
}
