package io.ocellus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway when nobody is behind it. A class of its own: closing a context ends the event loops that others in this JVM share. */
class GatewayWithoutServicesTest {
    private static final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aServiceThatIsDownIsA503() throws Exception {
        Map<String, Object> settings = new HashMap<>(GatewayConfiguration.DEFAULTS);
        settings.put("server.port", "0");
        settings.put("ocellus.gateway.annotation-service", "http://127.0.0.1:1");
        settings.put("logging.level.root", "error");
        SpringApplication application = new SpringApplication(GatewayMain.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setDefaultProperties(settings);
        try (ConfigurableApplicationContext alone = application.run()) {
            String there = "http://127.0.0.1:" + alone.getEnvironment().getProperty("local.server.port");
            for (String[] headers : new String[][] {{"Accept", "*/*"}, {"Authorization", "Token x"}}) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(there + "/api/users/self"))
                                .headers(headers)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("detail");
            }
        }
    }
}
