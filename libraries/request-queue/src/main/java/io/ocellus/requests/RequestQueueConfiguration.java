package io.ocellus.requests;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The queue of background requests, for services that hand work in and for workers. Needs the annotation side's database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RedisSettings.class, RequestSettings.class})
public class RequestQueueConfiguration {
    @Bean
    RequestStore requestStore(JdbcClient jdbc) {
        return new RequestStore(jdbc, JsonMapper.shared());
    }

    @Bean(destroyMethod = "close")
    RequestHints requestHints(RedisSettings settings) {
        return settings.url().isBlank() ? new NoHints() : new RedisHints(settings.url());
    }

    @Bean
    RequestQueue requestQueue(RequestStore store, RequestHints hints) {
        return new RequestQueue(store, hints);
    }
}
