package io.ocellus.annotation.memberships;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Memberships' routes and the use case that adds members. */
@Configuration(proxyBeanMethods = false)
@Import(MembershipsController.class)
public class MembershipsConfiguration {
    @Bean
    Members members(JdbcClient jdbc) {
        return new Members(jdbc);
    }
}
