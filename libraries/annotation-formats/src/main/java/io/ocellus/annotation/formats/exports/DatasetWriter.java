package io.ocellus.annotation.formats.exports;

import java.io.IOException;

/** Writes a dataset in one format. Stateless; memory of one frame, of the frames' names and of the tracks, whatever the number of shapes. */
public interface DatasetWriter {
    void write(DatasetSource source, boolean images, DatasetArchive archive) throws IOException;
}
