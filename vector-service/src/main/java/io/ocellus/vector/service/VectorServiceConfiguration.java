package io.ocellus.vector.service;

import io.ocellus.authorization.CompiledPolicies;
import io.ocellus.authorization.PolicyEngine;
import io.ocellus.objectstorage.ObjectStorageConfiguration;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.policies.PolicyModule;
import io.ocellus.vector.service.access.RootPassword;
import io.ocellus.vector.storage.VectorDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * The vector service: Milvus' API over the engine, on a port of its own. Needs {@code ocellus.database.*}, {@code
 * ocellus.kafka.bootstrap-servers} and the object store; takes the policies and the clock of the context it runs in, where there are any.
 */
@Configuration(proxyBeanMethods = false)
@Import(ObjectStorageConfiguration.class)
@EnableConfigurationProperties(VectorServiceSettings.class)
public class VectorServiceConfiguration {

    @Bean(destroyMethod = "close")
    VectorService vectorService(
            VectorServiceSettings settings,
            Environment environment,
            ObjectStore store,
            ObjectProvider<PolicyEngine> policies,
            ObjectProvider<Clock> clock) {
        VectorDatabasePool pool = VectorDatabasePool.open(
                environment.getRequiredProperty("ocellus.database.url"),
                environment.getRequiredProperty("ocellus.database.user"),
                environment.getRequiredProperty("ocellus.database.password"));
        return VectorService.start(
                settings,
                pool,
                environment.getRequiredProperty("ocellus.kafka.bootstrap-servers"),
                store,
                policies.getIfAvailable(() -> new CompiledPolicies(PolicyModule.bytes(), 4, Duration.ofSeconds(1))),
                rootPassword(settings, environment),
                identity(settings, environment),
                clock.getIfAvailable(Clock::systemUTC));
    }

    private static RootPassword rootPassword(VectorServiceSettings settings, Environment environment) {
        return new RootPassword(
                Optional.of(settings.rootPassword())
                        .filter(password -> !password.isEmpty())
                        .or(() -> Optional.ofNullable(environment.getProperty("OCELLUS_ROOT_PASSWORD"))
                                .filter(password -> !password.isEmpty())),
                Optional.ofNullable(environment.getProperty("ocellus.identity.admin-password-file"))
                        .map(Path::of));
    }

    private static URI identity(VectorServiceSettings settings, Environment environment) {
        return URI.create(
                settings.identityUrl().isEmpty()
                        ? "http://127.0.0.1:" + environment.getProperty("server.port", "8081")
                        : settings.identityUrl());
    }

    /** The engine itself, for other services in the same process. */
    @Bean
    VectorDatabase vectorDatabase(VectorService vectorService) {
        return vectorService.database();
    }
}
