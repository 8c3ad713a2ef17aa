package io.ocellus.worker.exports;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.DatasetMeta;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.TaskSource;
import java.util.List;

/** A project, task or job to be exported. */
record StoredDataset(LabelBook labels, List<TaskSource> tasks, DatasetMeta meta) implements DatasetSource {}
