package io.ocellus.annotation.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.access.Routes;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AbsentRoutesTest {
    /** A path with its ids nameless. */
    private static String shape(String method, String path) {
        return method + " " + path.replaceAll("\\{[^}]*}", "{}");
    }

    @Test
    void theTableOfRoutesCallsAbsentWhatAnswersSo() {
        Set<String> absent = Routes.all().stream()
                .filter(route -> route.target().equals("absent"))
                .map(route -> shape(route.method(), route.path()))
                .collect(Collectors.toSet());
        Set<String> answered = AbsentRoute.ALL.stream()
                .map(route -> shape(route.method().name(), route.path()))
                .collect(Collectors.toSet());
        assertThat(absent).containsAll(answered);
        absent.removeAll(answered);
        assertThat(absent)
                .as("these answer 501 by controllers of their own")
                .allMatch(route -> route.contains("/api/invitations") || route.contains("/backup"));
    }
}
