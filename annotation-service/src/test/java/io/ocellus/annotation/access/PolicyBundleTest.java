package io.ocellus.annotation.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.policies.PolicyModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyBundleTest {
    @Test
    void theBundleUnpacksToTheSourcesOfTheCompiledPolicy(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("bundle.tar.gz"), PolicyBundle.bytes());
        Process tar = new ProcessBuilder("tar", "xzf", file.toString(), "-C", folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor()).as(said).isZero();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> sources = Files.list(folder.resolve("rules")).sorted()) {
            for (Path source : sources.toList()) {
                digest.update(Files.readAllBytes(source));
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(PolicyModule.hashOfSources());
    }

    @Test
    void itIsTheSameEachTime() throws IOException {
        assertThat(PolicyBundle.bytes()).isEqualTo(PolicyBundle.bytes());
    }
}
