package io.ocellus.annotation.projects;

import io.ocellus.annotation.labels.LabelEdits;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.tasks.TaskRemoval;
import io.ocellus.annotation.wire.BasicUsers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Projects. */
@Configuration(proxyBeanMethods = false)
@Import(ProjectController.class)
public class ProjectsConfiguration {
    @Bean
    Projects projects(
            ProjectStore store,
            LabelStore labels,
            LabelEdits edits,
            TaskRemoval removal,
            TransactionTemplate transactions) {
        return new Projects(store, labels, edits, removal, transactions);
    }

    @Bean
    ProjectViews projectViews(JdbcClient jdbc, BasicUsers users) {
        return new ProjectViews(jdbc, users);
    }
}
