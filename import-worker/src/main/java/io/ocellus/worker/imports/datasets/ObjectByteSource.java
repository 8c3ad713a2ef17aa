package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.formats.archives.ByteSource;
import io.ocellus.objectstorage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** An object read by ranges; as a file where it lies on this machine. Thread-safe. */
final class ObjectByteSource implements ByteSource {
    private final ObjectStore objects;
    private final String key;
    private final long size;

    private ObjectByteSource(ObjectStore objects, String key, long size) {
        this.objects = objects;
        this.key = key;
        this.size = size;
    }

    static ByteSource of(ObjectStore objects, String key, long size) throws IOException {
        Optional<Path> file = objects.localFile(key);
        return file.isPresent() ? ByteSource.of(file.get()) : new ObjectByteSource(objects, key, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        return length == 0 ? InputStream.nullInputStream() : objects.get(key, offset, length);
    }
}
