package io.ocellus.standalone;

import io.ocellus.embedded.DataFolders;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/**
 * The folder of one instance: locked while in use, checked before, with the secrets of its embedded servers (mode 600) made at the first
 * start. The lock is the operating system's, so it goes with the process however that ends.
 */
final class DataDirectory implements AutoCloseable {
    private static final long FREE_SPACE_NEEDED = 512L << 20;

    private final Path folder;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final SecureRandom random = new SecureRandom();

    private DataDirectory(Path folder, FileChannel lockChannel, FileLock lock) {
        this.folder = folder;
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    static DataDirectory open(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UsageFailure(
                    "cannot make the data folder " + folder + ": " + e.getMessage() + " ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < FREE_SPACE_NEEDED) {
                throw new UsageFailure("only " + (free >> 20) + " MiB free in " + folder + ", "
                        + (FREE_SPACE_NEEDED >> 20) + " are needed: make room or give another --data");
            }
            if (!DataFolders.keepsExtendedAttributes(folder)) {
                throw new UsageFailure("the file system of " + folder
                        + " keeps no extended attributes, which the object storage needs: give another --data");
            }
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new UsageFailure("the data folder " + folder + " is in use by another Ocellus"
                        + pid(folder).map(p -> " (process " + p + ")").orElse("")
                        + ": stop it with `./ocellus down --data " + folder + "` or give another --data");
            }
            return new DataDirectory(folder, channel, lock);
        } catch (IOException e) {
            throw new UsageFailure("cannot use the data folder " + folder + ": " + e.getMessage(), e);
        }
    }

    Path folder() {
        return folder;
    }

    Path adminPasswordFile() {
        return folder.resolve("admin-password");
    }

    /** Makes the admin's password at the first start; empty when there already is one. */
    Optional<String> newAdminPassword() {
        if (Files.exists(adminPasswordFile())) {
            return Optional.empty();
        }
        String password = secret(12);
        writePrivately(adminPasswordFile(), password + "\n");
        return Optional.of(password);
    }

    /** A secret of an embedded server, made when first asked for. */
    String secretOf(String server) {
        Path file = folder.resolve("secrets.properties");
        Properties secrets = new Properties();
        try {
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    secrets.load(reader);
                }
            }
            String present = secrets.getProperty(server);
            if (present != null) {
                return present;
            }
            String made = secret(24);
            secrets.setProperty(server, made);
            java.io.StringWriter text = new java.io.StringWriter();
            secrets.store(text, null);
            writePrivately(file, text.toString());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the secrets in " + file, e);
        }
    }

    void writePid() {
        writePrivately(pidFile(folder), ProcessHandle.current().pid() + "\n");
    }

    static Path pidFile(Path folder) {
        return folder.resolve("ocellus.pid");
    }

    private static Optional<String> pid(Path folder) throws IOException {
        return Files.exists(pidFile(folder))
                ? Optional.of(Files.readString(pidFile(folder)).strip())
                : Optional.empty();
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(pidFile(folder));
            lock.release();
            lockChannel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + folder, e);
        }
    }

    private String secret(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    private static void writePrivately(Path file, String text) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(next)) {
                writer.write(text);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
