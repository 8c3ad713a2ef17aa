package io.ocellus.worker.exports;

import io.ocellus.annotation.database.DatabaseConfiguration;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.StoresConfiguration;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.store.AnnotationReader;
import io.ocellus.annotation.store.AnnotationStoreConfiguration;
import io.ocellus.media.FrameReader;
import io.ocellus.media.MediaConfiguration;
import io.ocellus.objectstorage.ObjectStorageConfiguration;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.requests.RequestHints;
import io.ocellus.requests.RequestQueueConfiguration;
import io.ocellus.requests.RequestQueues;
import io.ocellus.requests.RequestSettings;
import io.ocellus.requests.RequestStore;
import io.ocellus.requests.RequestWorker;
import io.ocellus.requests.RequestWorkerSettings;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The export worker: datasets and annotations of projects, tasks and jobs into the object store. */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseConfiguration.class,
    StoresConfiguration.class,
    ObjectStorageConfiguration.class,
    RequestQueueConfiguration.class,
    MediaConfiguration.class,
    AnnotationStoreConfiguration.class,
})
public class ExportWorkerConfiguration {
    @Bean
    DatasetExport datasetExport(
            ProjectStore projects,
            TaskStore tasks,
            JobStore jobs,
            LabelStore labels,
            FrameStore frames,
            FrameReader pictures,
            ObjectStore objects,
            AnnotationReader annotations,
            JdbcClient jdbc) {
        Datasets datasets = new Datasets(
                projects,
                tasks,
                jobs,
                labels,
                frames,
                annotations,
                pictures,
                jdbc,
                new MetaReader(jobs, frames, jdbc, Clock.systemUTC()));
        return new DatasetExport(datasets, objects);
    }

    @Bean
    RequestWorker exportRequestWorker(
            RequestStore store, RequestHints hints, DatasetExport export, RequestSettings settings) {
        return new RequestWorker(
                RequestQueues.EXPORT,
                store,
                hints,
                List.of(export),
                RequestWorkerSettings.of("export-worker", settings));
    }
}
