package io.ocellus.objectstorage;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One object store for everything in a process. A store that does not answer yet delays the first calls, not the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ObjectStorageSettings.class)
public class ObjectStorageConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectStorageConfiguration.class);

    @Bean(destroyMethod = "close")
    S3ObjectStore objectStore(ObjectStorageSettings settings) {
        S3ObjectStore store = new S3ObjectStore(settings);
        Thread.ofVirtual().name("bucket").start(() -> makeBucket(store));
        return store;
    }

    private static void makeBucket(S3ObjectStore store) {
        boolean told = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                store.withBucket();
                return;
            } catch (IOException e) {
                if (!told) {
                    LOG.warn("The object store does not answer yet: {}", e.toString());
                    told = true;
                }
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
