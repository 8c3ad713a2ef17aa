package io.ocellus.worker.imports;

import io.ocellus.annotation.database.DatabaseConfiguration;
import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.model.StoresConfiguration;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.objectstorage.ObjectStorageConfiguration;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.requests.RequestHandler;
import io.ocellus.requests.RequestHints;
import io.ocellus.requests.RequestQueueConfiguration;
import io.ocellus.requests.RequestQueues;
import io.ocellus.requests.RequestSettings;
import io.ocellus.requests.RequestStore;
import io.ocellus.requests.RequestWorker;
import io.ocellus.requests.RequestWorkerSettings;
import io.ocellus.worker.imports.datasets.DatasetImportConfiguration;
import io.ocellus.worker.imports.tasks.MediaFiles;
import io.ocellus.worker.imports.tasks.TaskCreation;
import java.util.List;
import java.util.Random;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** The import worker: makes tasks of uploads and, with the handlers that others add as beans, reads annotations and data sets in. */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseConfiguration.class,
    StoresConfiguration.class,
    ObjectStorageConfiguration.class,
    RequestQueueConfiguration.class,
    DatasetImportConfiguration.class,
})
public class ImportWorkerConfiguration {
    @Bean
    TaskCreation taskCreation(
            UploadStore uploads,
            FrameStore frames,
            TaskStore tasks,
            ObjectStore objects,
            TransactionTemplate transactions) {
        return new TaskCreation(new MediaFiles(objects), uploads, frames, tasks, objects, transactions, new Random());
    }

    @Bean
    RequestWorker importRequestWorker(
            RequestStore store, RequestHints hints, List<RequestHandler> handlers, RequestSettings settings) {
        return new RequestWorker(
                RequestQueues.IMPORT, store, hints, handlers, RequestWorkerSettings.of("import-worker", settings));
    }
}
