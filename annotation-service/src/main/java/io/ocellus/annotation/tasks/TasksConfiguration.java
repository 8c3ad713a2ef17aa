package io.ocellus.annotation.tasks;

import io.ocellus.annotation.labels.LabelEdits;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.store.AnnotationWriter;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.objectstorage.ObjectStore;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Tasks; the annotation writer is fetched at the first deletion. */
@Configuration(proxyBeanMethods = false)
@Import(TaskController.class)
public class TasksConfiguration {
    @Bean
    TaskRemoval taskRemoval(TaskStore tasks, JobStore jobs, ObjectProvider<AnnotationWriter> annotations) {
        return new TaskRemoval(tasks, jobs, annotations::getObject);
    }

    @Bean
    Tasks tasks(
            TaskStore store,
            ProjectStore projects,
            LabelStore labels,
            LabelEdits edits,
            TaskRemoval removal,
            JdbcClient jdbc,
            ObjectProvider<AnnotationWriter> annotations,
            TransactionTemplate transactions) {
        ProjectMove move = new ProjectMove(jdbc, labels, annotations::getObject);
        return new Tasks(store, projects, labels, edits, removal, move, transactions);
    }

    @Bean
    MediaSweeper mediaSweeper(JdbcClient jdbc, TransactionTemplate transactions, ObjectProvider<ObjectStore> objects) {
        return new MediaSweeper(
                jdbc,
                transactions,
                objects::getObject,
                () -> Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("media-sweeper").factory()));
    }

    @Bean
    TaskViews taskViews(JdbcClient jdbc, BasicUsers users) {
        return new TaskViews(jdbc, users);
    }
}
