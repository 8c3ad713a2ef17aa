package io.ocellus.annotation.formats.imports;

import java.io.IOException;
import java.util.List;

/** Reads a dataset in one format, as a stream. Stateless; hostile input ends in {@code Failure.Invalid} with a message that names the place. */
public interface DatasetReader {
    /** Gives all annotations to the target. */
    void read(DatasetFile file, ImportTarget target, ImportOptions options) throws IOException;

    /** The pictures that the file carries, by subset: the tasks that an import into a project makes. */
    List<SubsetMedia> media(DatasetFile file) throws IOException;

    /** Names of the labels that the file declares, for projects that have none yet. */
    List<String> labels(DatasetFile file) throws IOException;
}
