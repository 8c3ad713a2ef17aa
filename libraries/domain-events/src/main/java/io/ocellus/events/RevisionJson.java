package io.ocellus.events;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Revisions as they stand in Kafka. Unknown fields are passed over, so that fields can be added. */
final class RevisionJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RevisionJson() {}

    static byte[] write(JobRevision revision) {
        return JSON.writeValueAsBytes(revision);
    }

    static JobRevision read(byte[] json) {
        return JSON.readValue(json, JobRevision.class);
    }
}
