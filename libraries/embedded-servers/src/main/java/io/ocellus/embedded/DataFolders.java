package io.ocellus.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What the servers need of a folder on this machine. */
public final class DataFolders {
    private DataFolders() {}

    /** Whether files there may carry extended attributes, in which the S3 server keeps an object's metadata. */
    public static boolean keepsExtendedAttributes(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "attributes", ".probe");
        try {
            Files.setAttribute(probe, "user:ocellus", new byte[] {1});
            return true;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        } finally {
            Files.delete(probe);
        }
    }

    public static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
