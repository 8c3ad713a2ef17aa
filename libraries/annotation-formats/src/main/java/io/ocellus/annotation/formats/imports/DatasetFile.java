package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.formats.archives.ArchiveLimits;
import io.ocellus.annotation.formats.archives.ByteSource;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.model.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The uploaded file: an archive or a single document. Checked when opened: an empty file or a hostile archive is refused. */
public final class DatasetFile {
    private final ByteSource source;
    private final Optional<ZipArchive> archive;

    private DatasetFile(ByteSource source, Optional<ZipArchive> archive) {
        this.source = source;
        this.archive = archive;
    }

    public static DatasetFile open(ByteSource source) throws IOException {
        if (source.size() == 0) {
            throw new Failure.Invalid("The file is empty");
        }
        Optional<ZipArchive> archive = ZipArchive.isZip(source)
                ? Optional.of(ZipArchive.open(source, ArchiveLimits.STANDARD))
                : Optional.empty();
        return new DatasetFile(source, archive);
    }

    /** The archive, if it is one. */
    public Optional<ZipArchive> archive() {
        return archive;
    }

    /** The archive, for formats that come in no other way. */
    public ZipArchive needArchive() {
        return archive.orElseThrow(() -> new Failure.Invalid("The file is not a ZIP archive"));
    }

    /** The file as it is. The caller closes the stream. */
    public InputStream open() throws IOException {
        return new BufferedInputStream(source.open(), 1 << 16);
    }
}
