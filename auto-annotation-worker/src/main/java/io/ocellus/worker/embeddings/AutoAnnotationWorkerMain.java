package io.ocellus.worker.embeddings;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The auto-annotation worker as a process of its own. */
@Configuration(proxyBeanMethods = false)
@Import(AutoAnnotationWorkerConfiguration.class)
public class AutoAnnotationWorkerMain {
    public static final Map<String, Object> DEFAULTS = Map.of(
            "spring.application.name", "auto-annotation-worker",
            "spring.main.keep-alive", "true",
            "spring.main.banner-mode", "off");

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(AutoAnnotationWorkerMain.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(DEFAULTS);
        application.run(arguments);
    }
}
