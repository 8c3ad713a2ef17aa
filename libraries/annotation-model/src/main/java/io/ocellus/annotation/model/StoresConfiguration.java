package io.ocellus.annotation.model;

import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.frames.FrameStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stores of projects, tasks, jobs, labels, media and uploads. */
@Configuration(proxyBeanMethods = false)
public class StoresConfiguration {
    @Bean
    ProjectStore projectStore(JdbcClient jdbc) {
        return new ProjectStore(jdbc);
    }

    @Bean
    TaskStore taskStore(JdbcClient jdbc) {
        return new TaskStore(jdbc);
    }

    @Bean
    JobStore jobStore(JdbcClient jdbc) {
        return new JobStore(jdbc);
    }

    @Bean
    LabelStore labelStore(JdbcClient jdbc) {
        return new LabelStore(jdbc);
    }

    @Bean
    FrameStore frameStore(JdbcTemplate template) {
        return new FrameStore(template);
    }

    @Bean
    UploadStore uploadStore(JdbcClient jdbc) {
        return new UploadStore(jdbc);
    }
}
