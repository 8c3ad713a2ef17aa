package io.ocellus.annotation.identity;

import io.ocellus.annotation.accesstokens.AccessTokenKeys;
import io.ocellus.authorization.CompiledPolicies;
import io.ocellus.authorization.PolicyEngine;
import io.ocellus.policies.PolicyModule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The beans of identity: accounts, sign-in, the signed identity, the policies. Needs a {@link JdbcClient} and a {@link TransactionTemplate}
 * on a database whose schema {@code identity} is migrated, and a {@link Clock}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
@Import({IdentitySecurity.class, AuthController.class, ExchangeController.class})
public class IdentityConfiguration {
    private static final Duration DECISION_DEADLINE = Duration.ofSeconds(2);

    @Bean
    @ConditionalOnMissingBean
    PolicyEngine policyEngine() {
        return new CompiledPolicies(
                PolicyModule.bytes(), Math.max(2, Runtime.getRuntime().availableProcessors()), DECISION_DEADLINE);
    }

    @Bean
    Secrets identitySecrets() {
        return new Secrets(new SecureRandom());
    }

    @Bean
    SigningKeys identityKeys(JdbcClient jdbc, TransactionTemplate transactions, Clock clock) {
        return new SigningKeys(jdbc, transactions, clock);
    }

    @Bean
    Accounts accounts(JdbcClient jdbc) {
        return new Accounts(jdbc);
    }

    @Bean
    Passwords passwords(Accounts accounts, JdbcClient jdbc, Clock clock, Secrets secrets, IdentitySettings settings) {
        return new Passwords(
                accounts, new PasswordHashes(settings.legacyPasswords()), new SignInThrottle(jdbc, clock), secrets);
    }

    @Bean
    Sessions identitySessions(JdbcClient jdbc, Secrets secrets, Clock clock, IdentitySettings settings) {
        return new Sessions(jdbc, secrets, clock, settings.sessionLife());
    }

    @Bean
    ApiTokens apiTokens(JdbcClient jdbc, Secrets secrets) {
        return new ApiTokens(jdbc, secrets);
    }

    @Bean
    AccessTokenKeys accessTokenKeys(JdbcClient jdbc, Secrets secrets, Clock clock) {
        return new AccessTokenKeys(jdbc, secrets, clock);
    }

    @Bean
    Registration registration(Accounts accounts, Passwords passwords, TransactionTemplate transactions) {
        return new Registration(accounts, passwords, transactions);
    }

    @Bean
    CredentialCheck credentialCheck(
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            ApiTokens apiTokens,
            AccessTokenKeys accessTokens,
            SigningKeys keys) {
        return new CredentialCheck(accounts, passwords, sessions, apiTokens, accessTokens, keys);
    }

    @Bean
    SmartInitializingSingleton firstStart(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Accounts accounts,
            Passwords passwords,
            Secrets secrets,
            IdentitySettings settings) {
        return new FirstStart(jdbc, transactions, accounts, passwords, secrets, settings)::run;
    }
}
