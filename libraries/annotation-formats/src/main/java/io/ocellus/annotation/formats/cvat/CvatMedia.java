package io.ocellus.annotation.formats.cvat;

import io.ocellus.annotation.formats.exports.DatasetArchive;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.DatasetMeta;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.TaskSource;
import java.io.IOException;

/** The {@code images/} folder of CVAT's archives, by subset in a project. */
final class CvatMedia {
    private CvatMedia() {}

    static void write(DatasetSource source, DatasetArchive archive) throws IOException {
        boolean project = source.meta().kind() == DatasetMeta.Kind.PROJECT;
        for (TaskSource task : source.tasks()) {
            String folder = project ? "images/" + task.subset() + "/" : "images/";
            for (DatasetFrame frame : task.frames()) {
                String name = folder + task.fileName(frame);
                if (!archive.has(name)) {
                    archive.image(name, task, frame);
                }
            }
        }
    }
}
