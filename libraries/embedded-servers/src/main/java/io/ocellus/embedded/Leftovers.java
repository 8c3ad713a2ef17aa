package io.ocellus.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a killed process left behind in a server's folder. The servers run with their folder as working directory, which nobody else
 * does, so {@code /proc/<pid>/cwd} names them even when no pid file survived.
 */
final class Leftovers {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    static void end(Path folder) {
        List<ProcessHandle> found = in(folder);
        if (found.isEmpty()) {
            return;
        }
        log.info("ending {} processes that an earlier start left in {}", found.size(), folder);
        found.forEach(ProcessHandle::destroyForcibly);
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!in(folder).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new ServerStartFailure("processes of an earlier start still run in " + folder + ": "
                        + in(folder).stream().map(ProcessHandle::pid).toList() + "; end them and start again");
            }
            Pause.millis(20);
        }
    }

    private static List<ProcessHandle> in(Path folder) {
        List<ProcessHandle> found = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            Path real = folder.toRealPath();
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != self
                        && workingDirectory(process).filter(real::equals).isPresent()) {
                    ProcessHandle.of(pid).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new ServerStartFailure("cannot look for left-over processes of " + folder + ": " + e.getMessage(), e);
        }
        return found;
    }

    private static Optional<Path> workingDirectory(Path process) {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve("cwd")));
        } catch (IOException e) {
            return Optional.empty(); // another user's, or it has ended meanwhile
        }
    }
}
