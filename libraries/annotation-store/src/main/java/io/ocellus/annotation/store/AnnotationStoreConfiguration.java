package io.ocellus.annotation.store;

import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** The annotation store, for services and workers: needs the annotation database's pool and transaction manager. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnnotationStoreSettings.class)
public class AnnotationStoreConfiguration {
    @Bean
    SpoolSpace annotationSpool(AnnotationStoreSettings settings) {
        return new SpoolSpace(
                settings.spoolDirectory(),
                settings.spoolQuota().toBytes(),
                settings.spoolMemory().toBytes(),
                settings.spoolMemoryPerSave().toBytes());
    }

    @Bean
    AnnotationWriter annotationWriter(
            DataSource database,
            PlatformTransactionManager transactions,
            SpoolSpace annotationSpool,
            ObjectProvider<AfterSave> listeners) {
        return new PostgresAnnotationWriter(
                database,
                transactions,
                annotationSpool,
                () -> Optional.ofNullable(MDC.get("traceId")),
                () -> listeners.forEach(AfterSave::saved));
    }

    @Bean
    AnnotationReader annotationReader(DataSource database, PlatformTransactionManager transactions) {
        return new PostgresAnnotationReader(database, transactions);
    }

    @Bean
    RevisionDeltas revisionDeltas(DataSource database, PlatformTransactionManager transactions) {
        return new PostgresRevisionDeltas(database, transactions);
    }
}
