package io.ocellus.annotation.datasets;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resources;
import io.ocellus.objectstorage.ObjectStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Exports and imports over REST. */
@Configuration(proxyBeanMethods = false)
@Import({DatasetExportController.class, DatasetImportController.class, BackupController.class})
public class DatasetsConfiguration {
    @Bean
    DatasetAccess datasetAccess(Access access, Resources resources, JdbcClient jdbc) {
        return new DatasetAccess(access, resources, jdbc);
    }

    @Bean
    FileAnswer exportedFiles(ObjectStore objects) {
        return new FileAnswer(objects);
    }
}
