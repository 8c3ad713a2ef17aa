package io.ocellus.annotation.requests;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.uploads.Uploads;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.requests.BackgroundRequest;
import io.ocellus.requests.RequestHints;
import io.ocellus.requests.RequestQueue;
import io.ocellus.requests.RequestStore;
import io.ocellus.requests.RequestSweeper;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** The endpoints of background requests, and the sweeper that puts right what crashes leave. */
@Configuration(proxyBeanMethods = false)
public class RequestsConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(RequestsConfiguration.class);

    /** Name of the field of a request's result that holds the key of the object it made. */
    public static final String OBJECT_KEY = "object_key";

    @Bean
    RequestsController requestsController(
            Access access, Lists lists, BasicUsers users, RequestStore store, RequestQueue queue) {
        return new RequestsController(access, lists, users, store, queue);
    }

    @Bean
    RequestSweeper requestSweeper(RequestStore store, RequestHints hints, ObjectStore objects) {
        return new RequestSweeper(store, hints, Duration.ofSeconds(3), request -> removeObject(request, objects));
    }

    @Bean
    UploadSweeper uploadSweeper(Uploads uploads) {
        return new UploadSweeper(uploads, Duration.ofHours(1));
    }

    private static void removeObject(BackgroundRequest request, ObjectStore objects) {
        JsonNode key = request.result().map(result -> result.get(OBJECT_KEY)).orElse(null);
        if (key == null || !key.isString()) {
            return;
        }
        try {
            objects.delete(key.asString());
        } catch (IOException e) {
            LOG.warn("The expired export {} cannot be removed: {}", key.asString(), e.toString());
        }
    }
}
