package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.formats.LabelBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an export writes: a project with its tasks, a task, or a job. */
public interface DatasetSource {
    LabelBook labels();

    /** One for a task or a job. */
    List<TaskSource> tasks();

    /** Names, dates and people for the head of CVAT's XML. */
    DatasetMeta meta();

    /** Tasks by subset, in the order in which subsets first occur. */
    default Map<String, List<TaskSource>> subsets() {
        Map<String, List<TaskSource>> subsets = new LinkedHashMap<>();
        tasks().forEach(task -> subsets.computeIfAbsent(task.subset(), name -> new ArrayList<>())
                .add(task));
        return subsets;
    }
}
