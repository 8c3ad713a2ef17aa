package io.ocellus.annotation.identity;

import io.ocellus.authorization.CompiledPolicies;
import io.ocellus.authorization.PolicyEngine;
import io.ocellus.policies.PolicyModule;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The beans of identity: needs a {@link JdbcClient}, a {@link TransactionTemplate} and a {@link Clock}. */
@Configuration(proxyBeanMethods = false)
@Import(IdentitySecurity.class)
public class IdentityConfiguration {
    private static final Duration DECISION_DEADLINE = Duration.ofSeconds(2);

    @Bean
    @ConditionalOnMissingBean
    PolicyEngine policyEngine() {
        return new CompiledPolicies(
                PolicyModule.bytes(), Math.max(2, Runtime.getRuntime().availableProcessors()), DECISION_DEADLINE);
    }

    @Bean
    SigningKeys identityKeys(JdbcClient jdbc, TransactionTemplate transactions, Clock clock) {
        return new SigningKeys(jdbc, transactions, clock);
    }
}
