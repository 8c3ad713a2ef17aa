package io.ocellus.annotation.curation;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resources;
import io.ocellus.authorization.ServiceIdentity;
import io.ocellus.embeddings.EmbeddingModel;
import io.ocellus.embeddings.EmbeddingStore;
import io.ocellus.embeddings.EmbeddingsConfiguration;
import io.ocellus.embeddings.ServiceToken;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Similarity search over frames and objects. The model and the stores are made at the first search. */
@Configuration(proxyBeanMethods = false)
@Import(EmbeddingsConfiguration.class)
public class CurationConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ServiceToken curationServiceToken(JdbcClient jdbc, Clock clock) {
        return new ServiceIdentity("annotation-service", jdbc, clock)::token;
    }

    @Bean
    CurationController curationController(
            Access access,
            Resources resources,
            JdbcTemplate jdbc,
            ObjectProvider<EmbeddingModel> model,
            @Qualifier(EmbeddingsConfiguration.FRAMES) ObjectProvider<EmbeddingStore> frames,
            @Qualifier(EmbeddingsConfiguration.OBJECTS) ObjectProvider<EmbeddingStore> objects) {
        SeenFrames seen = new SeenFrames(jdbc);
        return new CurationController(
                access,
                resources,
                new SimilarSearch(frames::getObject, objects::getObject, seen),
                seen,
                model::getObject);
    }
}
