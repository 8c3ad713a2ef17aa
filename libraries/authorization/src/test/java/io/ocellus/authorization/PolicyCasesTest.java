package io.ocellus.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ocellus.policies.PolicyModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The published authorization cases, through the production entry point. Skipped where the folder {@code shared} does not lie beside. */
class PolicyCasesTest {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final Path cases = sharedFolder().resolve("compat/policy");
    private static CompiledPolicies policies;
    private static int asked;

    record Case(String name, boolean allow, Map<String, Object> input) {}

    @BeforeAll
    static void open() {
        policies = new CompiledPolicies(PolicyModule.bytes(), 1, Duration.ofSeconds(5));
    }

    @AfterAll
    static void allOfThemWereAsked() {
        if (Files.isDirectory(cases)) {
            assertThat(asked).isEqualTo(12_032);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "analytics",
                "annotationguides",
                "cloudstorages",
                "comments",
                "events",
                "invitations",
                "issues",
                "jobs",
                "lambda",
                "memberships",
                "organizations",
                "projects",
                "server",
                "tasks",
                "users",
                "webhooks"
            })
    void everyPublishedCaseIsDecidedAsExpected(String policy) throws IOException {
        Path file = cases.resolve(policy + ".jsonl.gz");
        assumeTrue(Files.isRegularFile(file), "no " + file + " beside this clone");
        List<String> wrong = new ArrayList<>();
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Case one = json.readValue(line, new TypeReference<Case>() {});
                asked++;
                if (policies.allows(policy, one.input()) != one.allow()) {
                    wrong.add(one.name());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    static Path sharedFolder() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, p -> p != null, Path::getParent)
                .map(p -> p.resolve("shared"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(here.resolve("../shared"));
    }
}
