package io.ocellus.requests;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code ocellus.requests.*}.
 *
 * @param worker name of the workers in this process: the same after a restart, different in each process; empty: a new one at each start
 */
@ConfigurationProperties("ocellus.requests")
public record RequestSettings(@DefaultValue("") String worker) {}
