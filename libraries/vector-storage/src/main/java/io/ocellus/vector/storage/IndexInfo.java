package io.ocellus.vector.storage;

import java.util.Map;

/** An index and how far it is built: {@code indexedRows} of {@code totalRows} sealed and growing rows. */
public record IndexInfo(
        long id,
        String name,
        int fieldId,
        String fieldName,
        Map<String, String> parameters,
        State state,
        long totalRows,
        long indexedRows,
        long pendingRows,
        String failure) {
    public enum State {
        UNISSUED,
        IN_PROGRESS,
        FINISHED,
        FAILED
    }
}
