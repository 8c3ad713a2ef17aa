package io.ocellus.annotation.uploads;

import io.ocellus.annotation.files.UploadStore;
import io.ocellus.objectstorage.ObjectStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Uploads, for the endpoints that take files. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UploadSettings.class)
public class UploadsConfiguration {
    @Bean
    Uploads uploads(UploadStore files, ObjectStore objects, TransactionTemplate transactions, UploadSettings settings) {
        return new Uploads(files, objects, transactions, settings);
    }

    @Bean
    UploadProtocol uploadProtocol(Uploads uploads) {
        return new UploadProtocol(uploads);
    }
}
