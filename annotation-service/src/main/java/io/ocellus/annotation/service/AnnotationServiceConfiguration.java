package io.ocellus.annotation.service;

import io.ocellus.annotation.access.AccessConfiguration;
import io.ocellus.annotation.accesstokens.AccessTokensConfiguration;
import io.ocellus.annotation.annotations.AnnotationsConfiguration;
import io.ocellus.annotation.curation.CurationConfiguration;
import io.ocellus.annotation.data.DataConfiguration;
import io.ocellus.annotation.database.DatabaseConfiguration;
import io.ocellus.annotation.datasets.DatasetsConfiguration;
import io.ocellus.annotation.errors.ErrorsConfiguration;
import io.ocellus.annotation.identity.IdentityConfiguration;
import io.ocellus.annotation.jobs.JobsConfiguration;
import io.ocellus.annotation.labels.LabelsConfiguration;
import io.ocellus.annotation.memberships.MembershipsConfiguration;
import io.ocellus.annotation.model.StoresConfiguration;
import io.ocellus.annotation.organizations.OrganizationsConfiguration;
import io.ocellus.annotation.projects.ProjectsConfiguration;
import io.ocellus.annotation.requests.RequestsConfiguration;
import io.ocellus.annotation.schema.SchemaConfiguration;
import io.ocellus.annotation.server.ServerConfiguration;
import io.ocellus.annotation.tasks.TasksConfiguration;
import io.ocellus.annotation.uploads.UploadsConfiguration;
import io.ocellus.annotation.users.UsersConfiguration;
import io.ocellus.media.MediaConfiguration;
import io.ocellus.objectstorage.ObjectStorageConfiguration;
import io.ocellus.requests.RequestQueueConfiguration;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.UrlHandlerFilter;

/**
 * The annotation service: CVAT's REST API, identity and curation. Each feature is one imported configuration. Expects Spring MVC, security
 * and Jackson of the context it runs in.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseConfiguration.class,
    StoresConfiguration.class,
    ErrorsConfiguration.class,
    DatasetsConfiguration.class,
    AccessConfiguration.class,
    CurationConfiguration.class,
    IdentityConfiguration.class,
    AccessTokensConfiguration.class,
    UsersConfiguration.class,
    OrganizationsConfiguration.class,
    MembershipsConfiguration.class,
    LabelsConfiguration.class,
    ProjectsConfiguration.class,
    TasksConfiguration.class,
    JobsConfiguration.class,
    ObjectStorageConfiguration.class,
    RequestQueueConfiguration.class,
    MediaConfiguration.class,
    UploadsConfiguration.class,
    DataConfiguration.class,
    RequestsConfiguration.class,
    ServerConfiguration.class,
    SchemaConfiguration.class,
    AnnotationsConfiguration.class,
})
public class AnnotationServiceConfiguration {
    private static final String MIGRATIONS = "annotationMigrations";

    @Bean(MIGRATIONS)
    Migrations annotationMigrations(DataSource dataSource) {
        return new Migrations(dataSource);
    }

    /** Whatever speaks SQL waits for the migrations. */
    @Bean
    static BeanFactoryPostProcessor migrationsFirst() {
        return factory -> {
            for (String bean : new String[] {"annotationJdbcTemplate", "annotationTransactionManager"}) {
                factory.getBeanDefinition(bean).setDependsOn(MIGRATIONS);
            }
        };
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    FilterRegistrationBean<TraceFilter> traces() {
        FilterRegistrationBean<TraceFilter> filter = new FilterRegistrationBean<>(new TraceFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** CVAT's paths work with and without a slash at the end; controllers map the form without. */
    @Bean
    FilterRegistrationBean<UrlHandlerFilter> trailingSlashes() {
        FilterRegistrationBean<UrlHandlerFilter> filter = new FilterRegistrationBean<>(
                UrlHandlerFilter.trailingSlashHandler("/api/**").wrapRequest().build());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return filter;
    }
}
