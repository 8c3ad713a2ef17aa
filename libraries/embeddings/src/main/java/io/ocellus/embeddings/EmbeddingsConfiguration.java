package io.ocellus.embeddings;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * One model and one store for each unit in a process. Lazy: loading the model is not part of a start. Expects a {@link ServiceToken} of the
 * context.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddingSettings.class)
public class EmbeddingsConfiguration {
    /** Qualifier of the store of frames. */
    public static final String FRAMES = "frameEmbeddings";

    /** Qualifier of the store of objects. */
    public static final String OBJECTS = "objectEmbeddings";

    @Bean
    @Lazy
    EmbeddingModel embeddingModel(EmbeddingSettings settings) {
        return new EmbeddingModel(settings);
    }

    @Bean
    @Lazy
    HttpClient embeddingsHttp(EmbeddingSettings settings) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    @Bean(FRAMES)
    @Lazy
    EmbeddingStore frameEmbeddings(
            EmbeddingSettings settings,
            ServiceToken token,
            @Qualifier("embeddingsHttp") HttpClient http,
            EmbeddingModel model) {
        return new VectorServiceStore(settings, token, http, EmbeddingUnit.FRAMES, model);
    }

    @Bean(OBJECTS)
    @Lazy
    EmbeddingStore objectEmbeddings(
            EmbeddingSettings settings,
            ServiceToken token,
            @Qualifier("embeddingsHttp") HttpClient http,
            EmbeddingModel model) {
        return new VectorServiceStore(settings, token, http, EmbeddingUnit.OBJECTS, model);
    }
}
