package io.ocellus.vector.service;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The vector service as a process of its own. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ConfigurationPropertiesAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class})
@Import(VectorServiceConfiguration.class)
public class VectorServiceMain {
    private static final Map<String, Object> DEFAULTS = Map.of(
            "spring.application.name", "vector-service",
            "spring.main.banner-mode", "off",
            "spring.main.keep-alive", "true");

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(VectorServiceMain.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(DEFAULTS);
        application.run(arguments);
    }
}
