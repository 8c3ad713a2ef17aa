package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.store.AnnotationStoreConfiguration;
import io.ocellus.annotation.store.AnnotationWriter;
import io.ocellus.annotation.store.SpoolSpace;
import io.ocellus.objectstorage.ObjectStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** The handlers that read annotations and datasets; the annotation writer is fetched at the first one. */
@Configuration(proxyBeanMethods = false)
@Import(AnnotationStoreConfiguration.class)
public class DatasetImportConfiguration {
    @Bean
    AnnotationImport annotationImport(
            UploadStore uploads,
            LabelStore labels,
            JobStore jobs,
            FrameStore frames,
            ObjectProvider<AnnotationWriter> annotations,
            ObjectStore objects,
            TransactionTemplate transactions) {
        return new AnnotationImport(uploads, labels, jobs, frames, annotations::getObject, objects, transactions);
    }

    @Bean
    DatasetImport datasetImport(
            UploadStore uploads,
            ProjectStore projects,
            TaskStore tasks,
            LabelStore labels,
            FrameStore frames,
            ObjectProvider<AnnotationWriter> annotations,
            ObjectStore objects,
            TransactionTemplate transactions,
            ObjectProvider<SpoolSpace> spool) {
        return new DatasetImport(
                uploads,
                projects,
                tasks,
                labels,
                frames,
                annotations::getObject,
                objects,
                transactions,
                spool::getObject);
    }
}
