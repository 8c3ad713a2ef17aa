package io.ocellus.annotation.access;

import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.authorization.PolicyEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Access, lists and user look-ups, which every feature's edge stands on. */
@Configuration(proxyBeanMethods = false)
@Import(RulesController.class)
public class AccessConfiguration {
    @Bean
    Organizations organizations(JdbcClient jdbc) {
        return new Organizations(jdbc);
    }

    @Bean
    Access access(PolicyEngine policies, Organizations organizations) {
        return new Access(policies, organizations);
    }

    @Bean
    Resources resources(JdbcClient jdbc) {
        return new Resources(jdbc);
    }

    @Bean
    Assignees assignees(Access access, BasicUsers users) {
        return new Assignees(access, users);
    }

    @Bean
    Transfer transfer(Access access, Resources resources) {
        return new Transfer(access, resources);
    }

    @Bean
    Lists lists(JdbcClient jdbc) {
        return new Lists(jdbc);
    }

    @Bean
    BasicUsers basicUsers(JdbcClient jdbc) {
        return new BasicUsers(jdbc);
    }
}
