package io.ocellus.media;

import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.objectstorage.ObjectStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One reader of frames, with its cache, for everything in a process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MediaSettings.class)
public class MediaConfiguration {
    @Bean(destroyMethod = "close")
    CachedFrameReader frameReader(FrameStore frames, ObjectStore objects, MediaSettings settings) {
        return new CachedFrameReader(frames, objects, settings);
    }
}
