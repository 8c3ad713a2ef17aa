package io.ocellus.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Programs that published jars carry, unpacked once into a cache that all instances of one user share. Unpacking goes into a folder of its
 * own and is moved into place whole, so that neither a crash nor a second process leaves half of it. The archives come from our pinned
 * dependencies; entries that leave the folder are refused all the same.
 */
final class ServerBinaries {
    private static final String POSTGRES = "postgres-18.6.0";
    private static final String REDIS = "redis-6.2.11";
    private final Path cache;

    ServerBinaries(Path cache) {
        this.cache = cache;
    }

    /** {@code $OCELLUS_CACHE}, else {@code $XDG_CACHE_HOME/ocellus}, else {@code ~/.cache/ocellus}. */
    static ServerBinaries ofUser() {
        String own = System.getenv("OCELLUS_CACHE");
        String xdg = System.getenv("XDG_CACHE_HOME");
        return new ServerBinaries(
                own != null
                        ? Path.of(own)
                        : xdg != null
                                ? Path.of(xdg, "ocellus")
                                : Path.of(System.getProperty("user.home"), ".cache", "ocellus"));
    }

    /** The folder with {@code bin}, {@code lib} and {@code share}. */
    Path postgres() {
        return unpacked(POSTGRES, folder -> {
            try (TarArchiveInputStream tar = new TarArchiveInputStream(
                    new XZInputStream(new BufferedInputStream(resource("/postgres-linux-x86_64.txz"))))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, folder);
                }
            }
        });
    }

    Path redisServer() {
        return unpacked(REDIS, folder -> {
                    Path program = folder.resolve("redis-server");
                    try (InputStream in = resource("/redis-server-6.2.6-v5-linux-amd64")) {
                        Files.copy(in, program);
                    }
                    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
                })
                .resolve("redis-server");
    }

    private interface Unpacking {
        void into(Path folder) throws IOException;
    }

    private Path unpacked(String name, Unpacking unpacking) {
        Path target = cache.resolve(name);
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(cache);
            Path next = Files.createTempDirectory(cache, name + "-");
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpacking.into(next);
            try {
                Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
                delete(next); // another process was faster, with the same content
            }
            return target;
        } catch (IOException e) {
            throw new ServerStartFailure("cannot unpack " + name + " into " + cache + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException("an entry leaves the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(path.resolveSibling("."));
            Files.copy(tar, path);
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString((entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = ServerBinaries.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("no " + name + " on the class path: is this Linux on x86-64?");
        }
        return in;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
