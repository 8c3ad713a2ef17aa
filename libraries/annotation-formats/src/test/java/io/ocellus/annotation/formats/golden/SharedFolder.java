package io.ocellus.annotation.formats.golden;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The contracts that lie beside a clone, where they do. */
final class SharedFolder {
    private SharedFolder() {}

    static Optional<Path> find(String path) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("shared").resolve(path);
            if (Files.exists(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
