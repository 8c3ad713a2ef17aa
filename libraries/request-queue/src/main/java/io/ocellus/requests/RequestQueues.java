package io.ocellus.requests;

import java.util.List;

/** CVAT's queue names. */
public final class RequestQueues {
    public static final String IMPORT = "import";
    public static final String EXPORT = "export";
    public static final String ANNOTATION = "annotation";
    public static final String WEBHOOKS = "webhooks";
    public static final String NOTIFICATIONS = "notifications";
    public static final String QUALITY_REPORTS = "quality_reports";
    public static final String CLEANING = "cleaning";
    public static final String CHUNKS = "chunks";
    public static final String CONSENSUS = "consensus";
    public static final List<String> ALL =
            List.of(IMPORT, EXPORT, ANNOTATION, WEBHOOKS, NOTIFICATIONS, QUALITY_REPORTS, CLEANING, CHUNKS, CONSENSUS);

    private RequestQueues() {}
}
