package io.ocellus.annotation.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.authorization.CompiledPolicies;
import io.ocellus.authorization.PolicyEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Another compiled policy decides otherwise: the decisions are the policy's and nobody else's. */
class SwappedPolicyTest {
    @Configuration(proxyBeanMethods = false)
    static class Swapped {
        @Bean
        @Primary
        PolicyEngine swappedPolicies() {
            try (InputStream in = SwappedPolicyTest.class.getResourceAsStream("/policies-without-users.wasm")) {
                return new CompiledPolicies(in.readAllBytes(), 2, Duration.ofSeconds(2));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aPolicyThatDeniesUsersMakesThatRouteAnswer403() throws Exception {
        try (RunningService service = RunningService.start(Swapped.class)) {
            String admin = service.basic("admin", service.adminPassword());
            assertThat(service.call("GET", "/api/users/self", admin).status()).isEqualTo(403);
            assertThat(service.call("GET", "/api/users", admin).status()).isEqualTo(403);
            assertThat(service.call("GET", "/api/organizations", admin).status())
                    .isEqualTo(200);
            assertThat(service.call("GET", "/api/memberships", admin).status())
                    .as("a package that the module lacks refuses")
                    .isEqualTo(403);
        }
    }
}
