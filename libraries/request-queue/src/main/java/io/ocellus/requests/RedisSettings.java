package io.ocellus.requests;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Redis is.
 *
 * @param url such as {@code redis://:password@host:port}; empty: none, and workers find their work by looking
 */
@ConfigurationProperties("ocellus.redis")
public record RedisSettings(@DefaultValue("") String url) {}
