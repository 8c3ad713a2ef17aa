package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.formats.archives.ArchiveEntry;
import java.util.List;

/** Pictures of one subset. */
public record SubsetMedia(String subset, List<Picture> pictures) {
    /** @param name of the frame to be */
    public record Picture(String name, ArchiveEntry entry) {}
}
