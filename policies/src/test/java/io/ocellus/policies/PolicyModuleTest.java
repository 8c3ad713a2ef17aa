package io.ocellus.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyModuleTest {
    @Test
    void theCommittedModuleWasCompiledFromThePresentSources() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (var files = Files.list(Path.of("src/main/rego"))) {
            List<Path> sources = files.filter(f -> f.toString().endsWith(".rego"))
                    .sorted(java.util.Comparator.comparing(f -> f.getFileName().toString()))
                    .toList();
            assertThat(sources).isNotEmpty();
            for (Path source : sources) {
                digest.update(Files.readAllBytes(source));
            }
        }
        assertThat(PolicyModule.hashOfSources())
                .as("run policies/compile after a change of the policies")
                .isEqualTo(HexFormat.of().formatHex(digest.digest()));
    }
}
