package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where requests wait between parsing and saving: memory for small ones, files in one folder for large ones, both within bounds that all
 * requests of this process share. Files have no name once open, so nothing stays behind whatever ends the process. Thread-safe.
 */
public final class SpoolSpace {
    private final Path directory;
    private final long quota;
    private final long memoryPerSpool;
    private final AtomicLong onDisk = new AtomicLong();
    private final AtomicLong inMemory = new AtomicLong();
    private final long memory;

    /**
     * Creates the folder where it lacks, and clears what an earlier process may have left in it.
     *
     * @param quota bytes on disk, for all spools together
     * @param memory bytes in memory, for all spools together
     * @param memoryPerSpool bytes in memory of one spool; what is larger goes to disk
     */
    public SpoolSpace(Path directory, long quota, long memory, long memoryPerSpool) {
        this.directory = directory;
        this.quota = quota;
        this.memory = memory;
        this.memoryPerSpool = memoryPerSpool;
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "spool-*")) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the spool folder " + directory + " cannot be used", e);
        }
    }

    /** Bytes that spools hold on disk at present. */
    public long bytesOnDisk() {
        return onDisk.get();
    }

    /** Bytes that spools hold in memory at present. */
    public long bytesInMemory() {
        return inMemory.get();
    }

    /** Whether one spool that holds {@code held} bytes in memory may have {@code more}; they count as taken then. */
    boolean takeMemory(long held, int more) {
        if (held + more > memoryPerSpool) {
            return false;
        }
        if (inMemory.addAndGet(more) > memory) {
            inMemory.addAndGet(-more);
            return false;
        }
        return true;
    }

    void returnMemory(long bytes) {
        inMemory.addAndGet(-bytes);
    }

    void takeDisk(int more) {
        if (onDisk.addAndGet(more) > quota) {
            onDisk.addAndGet(-more);
            throw new Failure.Unavailable(
                    "The spool for large saves is full (" + quota + " bytes). Send less at once, or try again later.",
                    null);
        }
    }

    void returnDisk(long bytes) {
        onDisk.addAndGet(-bytes);
    }

    FileChannel openFile() throws IOException {
        Path file = Files.createTempFile(directory, "spool-", "");
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(file);
        return channel;
    }
}
