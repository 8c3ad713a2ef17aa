package io.ocellus.vector.storage.segments;

import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.vector.storage.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Objects as files: where the object lies on this machine the object itself, else a copy in the cache folder. Copies that nobody holds are
 * removed, least recently used first, when all copies together exceed the budget. Thread-safe; a copy is fetched once however many ask.
 */
public final class LocalFiles {
    private final ObjectStore store;
    private final Path folder;
    private final long budget;
    private final LinkedHashMap<String, Copy> copies = new LinkedHashMap<>(64, 0.75f, true);
    private volatile Consumer<Long> pressure = bytes -> {};
    private long copied;

    public LocalFiles(ObjectStore store, Path folder, long budget) {
        this.store = store;
        this.folder = folder;
        this.budget = budget;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    if (!path.equals(folder)) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the cache folder " + folder + " cannot be used", e);
        }
    }

    /** Who is asked to let go of copies when the budget is exceeded. */
    public void onPressure(Consumer<Long> bytesWanted) {
        this.pressure = bytesWanted;
    }

    public ObjectStore store() {
        return store;
    }

    /** A file held until it is closed. */
    public interface Held extends AutoCloseable {
        Path path();

        @Override
        void close();
    }

    /** {@link Failure.Unavailable} when the store does not answer, {@link Failure.Broken} when the object is missing. */
    public Held hold(String key) {
        Optional<Path> local = store.localFile(key);
        if (local.isPresent()) {
            Path path = local.get();
            return new Held() {
                @Override
                public Path path() {
                    return path;
                }

                @Override
                public void close() {}
            };
        }
        Copy copy;
        synchronized (copies) {
            copy = copies.computeIfAbsent(key, k -> new Copy(folder.resolve(k)));
            copy.holders++;
        }
        try {
            copy.fetch(key);
        } catch (IOException e) {
            release(copy);
            throw new Failure.Unavailable("the object " + key + " cannot be read", e);
        } catch (RuntimeException e) {
            release(copy);
            throw e;
        }
        relieve();
        return new Held() {
            @Override
            public Path path() {
                return copy.path;
            }

            @Override
            public void close() {
                release(copy);
            }
        };
    }

    private void release(Copy copy) {
        synchronized (copies) {
            copy.holders--;
            evict();
        }
    }

    private void relieve() {
        long over;
        synchronized (copies) {
            evict();
            over = copied - budget;
        }
        if (over > 0) {
            pressure.accept(over);
        }
    }

    private void evict() {
        var least = copies.entrySet().iterator();
        while (copied > budget && least.hasNext()) {
            Map.Entry<String, Copy> entry = least.next();
            if (entry.getValue().holders == 0) {
                least.remove();
                copied -= entry.getValue().bytes;
                deleteQuietly(entry.getValue().path);
            }
        }
    }

    /** A path for a file under construction; the caller moves or deletes it. */
    public Path scratch(String name) {
        try {
            return Files.createTempFile(folder, name, ".part");
        } catch (IOException e) {
            throw new Failure.Exhausted("no room for files in " + folder + ": " + e.getMessage());
        }
    }

    /** Writes the file as an object and removes it. */
    public void publish(Path file, String key) {
        try (InputStream in = Files.newInputStream(file)) {
            store.put(key, in, OptionalLong.of(Files.size(file)), "application/octet-stream");
        } catch (IOException e) {
            throw new Failure.Unavailable("the object " + key + " cannot be written", e);
        } finally {
            deleteQuietly(file);
        }
    }

    /** Removes it; an open mapping of it stays valid on the file systems we run on. */
    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Copy {
        final Path path;
        int holders;
        long bytes;
        private boolean there;

        Copy(Path path) {
            this.path = path;
        }

        synchronized void fetch(String key) throws IOException {
            if (there && Files.exists(path)) {
                return;
            }
            Files.createDirectories(path.getParent());
            Path part = Files.createTempFile(folder, "fetch", ".part");
            try (InputStream in = store.get(key)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                throw new Failure.Broken("the object " + key + " is missing", e);
            } finally {
                Files.deleteIfExists(part);
            }
            long size = Files.size(path);
            synchronized (copies) {
                copied += size - bytes;
                bytes = size;
            }
            there = true;
        }
    }
}
