package io.ocellus.worker.embeddings;

import io.ocellus.annotation.database.DatabaseConfiguration;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.model.StoresConfiguration;
import io.ocellus.annotation.store.PostgresRevisionDeltas;
import io.ocellus.authorization.ServiceIdentity;
import io.ocellus.embeddings.EmbeddingModel;
import io.ocellus.embeddings.EmbeddingStore;
import io.ocellus.embeddings.EmbeddingsConfiguration;
import io.ocellus.embeddings.ServiceToken;
import io.ocellus.events.RevisionFeed;
import io.ocellus.events.RevisionFeedConfiguration;
import io.ocellus.media.FrameReader;
import io.ocellus.media.MediaConfiguration;
import io.ocellus.objectstorage.ObjectStorageConfiguration;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The auto-annotation worker: today it keeps a vector for each frame and each object. */
@Configuration(proxyBeanMethods = false)
@Import({
    DatabaseConfiguration.class,
    StoresConfiguration.class,
    ObjectStorageConfiguration.class,
    MediaConfiguration.class,
    EmbeddingsConfiguration.class,
    RevisionFeedConfiguration.class,
})
public class AutoAnnotationWorkerConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ServiceToken serviceToken(JdbcClient jdbc, ObjectProvider<Clock> clock) {
        return new ServiceIdentity("auto-annotation-worker", jdbc, clock.getIfAvailable(Clock::systemUTC))::token;
    }

    @Bean(destroyMethod = "close")
    EmbeddingFollowing embeddingFollowing(
            RevisionFeed feed,
            JdbcClient jdbc,
            DataSource database,
            PlatformTransactionManager transactions,
            FrameStore frames,
            FrameReader reader,
            ObjectProvider<EmbeddingModel> model,
            @Qualifier(EmbeddingsConfiguration.FRAMES) ObjectProvider<EmbeddingStore> frameStore,
            @Qualifier(EmbeddingsConfiguration.OBJECTS) ObjectProvider<EmbeddingStore> objectStore) {
        FramePictures pictures = new FramePictures(reader);
        return new EmbeddingFollowing(
                feed,
                () -> new RevisionFollower(
                        new JobFrames(jdbc),
                        new PostgresRevisionDeltas(database, transactions),
                        new FrameEmbedder(frames, pictures, model.getObject(), frameStore.getObject()),
                        new ObjectEmbedder(frames, pictures, model.getObject(), objectStore.getObject())));
    }
}
