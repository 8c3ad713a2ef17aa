package io.ocellus.annotation.jobs;

import io.ocellus.annotation.wire.BasicUsers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs. */
@Configuration(proxyBeanMethods = false)
@Import(JobController.class)
public class JobsConfiguration {
    @Bean
    JobViews jobViews(JdbcClient jdbc, BasicUsers users) {
        return new JobViews(jdbc, users);
    }
}
