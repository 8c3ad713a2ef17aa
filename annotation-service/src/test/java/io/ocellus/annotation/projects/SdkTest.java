package io.ocellus.annotation.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ocellus.annotation.identity.RunningService;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The official client, unchanged; runs where OCELLUS_PYTHON names a Python that has cvat-sdk 2.54.0. */
class SdkTest {
    @Test
    void theOfficialClientReadsEveryAnswer() throws Exception {
        String python = System.getenv("OCELLUS_PYTHON");
        assumeTrue(python != null, "OCELLUS_PYTHON names no Python with cvat-sdk");
        try (RunningService service = RunningService.start()) {
            Process client = new ProcessBuilder(
                            python,
                            "src/test/python/sdk_projects.py",
                            service.base(),
                            service.basic("admin", service.adminPassword()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).as(output).isZero();
        }
    }
}
