package io.ocellus.acceptance.apart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A temporary folder of so many bytes. Where the system lets a user mount (user namespaces), each process has a file system of that size
 * there and a byte more fails; everywhere a thread looks on and keeps the largest sum that it saw, of files without a name too.
 */
final class SmallFolder implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;

    private final Path folder;
    private final long limit;
    private final boolean mounts;
    private final Set<Long> processes = new ConcurrentSkipListSet<>();
    private final AtomicLong most = new AtomicLong();
    private final Thread watcher;

    SmallFolder(Path folder, long limit) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.limit = limit;
        this.mounts = works(prefix(true));
        this.watcher = Thread.ofVirtual().name("temporary-folder").start(this::watch);
    }

    Path path() {
        return folder;
    }

    /** Whether the limit is the file system's own. */
    boolean enforced() {
        return mounts;
    }

    /** The largest number of bytes that were seen there at once, of one process. */
    long most() {
        return most.get();
    }

    /** Looks at the files of this process from now on. */
    void watch(long pid) {
        processes.add(pid);
    }

    /** What goes before a command that is to have the folder. */
    List<String> prefix() {
        return prefix(mounts);
    }

    private List<String> prefix(boolean mounting) {
        return mounting
                ? List.of(
                        "unshare",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=" + limit + " tmpfs \"$0\" && exec \"$@\"",
                        folder.toString())
                : List.of();
    }

    private static boolean works(List<String> prefix) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(prefix.stream(), Stream.of("true")).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                for (long pid : processes) {
                    most.accumulateAndGet(used(pid), Math::max);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What has a name, seen as the process sees it, and what it holds open there; a file with both counts once. */
    private long used(long pid) {
        Path process = Path.of("/proc/" + pid);
        Set<String> counted = new TreeSet<>();
        Path seen = process.resolve("root").resolve(Path.of("/").relativize(folder.toAbsolutePath()));
        long sum = 0;
        for (Path file : files(seen, Integer.MAX_VALUE)) {
            sum += size(file, counted);
        }
        for (Path open : files(process.resolve("fd"), 1)) {
            sum += target(open).startsWith(folder + "/") ? size(open, counted) : 0;
        }
        return sum;
    }

    private static List<Path> files(Path folder, int depth) {
        try (Stream<Path> found = Files.walk(folder, depth)) {
            return found.toList();
        } catch (IOException | UncheckedIOException e) {
            // It went while it was looked at, as its process did or a file in it.
            return List.of();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static long size(Path file, Set<String> counted) {
        try {
            return Files.isRegularFile(file) && counted.add(String.valueOf(Files.getAttribute(file, "unix:ino")))
                    ? Files.size(file)
                    : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
