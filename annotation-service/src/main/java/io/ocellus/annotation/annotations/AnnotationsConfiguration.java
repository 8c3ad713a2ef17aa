package io.ocellus.annotation.annotations;

import io.ocellus.annotation.store.AfterSave;
import io.ocellus.annotation.store.AnnotationStoreConfiguration;
import io.ocellus.events.RevisionRelay;
import io.ocellus.events.RevisionRelayConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Annotations over REST. */
@Configuration(proxyBeanMethods = false)
@Import({AnnotationStoreConfiguration.class, RevisionRelayConfiguration.class, AnnotationController.class})
public class AnnotationsConfiguration {
    @Bean
    AfterSave wakeTheRelay(ObjectProvider<RevisionRelay> relay) {
        return () -> relay.ifAvailable(RevisionRelay::wake);
    }
}
