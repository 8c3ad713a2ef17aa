package io.ocellus.annotation.server;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;

/**
 * An operation of CVAT's API that is not built. It asks its policy first, so that who may not call it learns nothing more.
 *
 * @param kind what the id in the path names: a project, task or job that must exist, or none of these
 */
record AbsentRoute(HttpMethod method, String path, String policy, String scope, Kind kind) {
    enum Kind {
        NONE,
        PROJECT,
        TASK,
        JOB
    }

    /** All of them; a feature that is built takes its own out. */
    static final List<AbsentRoute> ALL = Stream.of(
                    resource("cloudstorages", "/api/cloudstorages"),
                    Stream.of(
                            get("/api/cloudstorages/{id}/actions", "cloudstorages", "view"),
                            get("/api/cloudstorages/{id}/content-v2", "cloudstorages", "list:content"),
                            get("/api/cloudstorages/{id}/preview", "cloudstorages", "view"),
                            get("/api/cloudstorages/{id}/status", "cloudstorages", "view")),
                    resource("comments", "/api/comments"),
                    resource("issues", "/api/issues"),
                    resource("webhooks", "/api/webhooks"),
                    Stream.of(
                            route(HttpMethod.PUT, "/api/webhooks/{id}", "webhooks", "update"),
                            get("/api/webhooks/{id}/deliveries", "webhooks", "view"),
                            get("/api/webhooks/{id}/deliveries/{delivery}", "webhooks", "view"),
                            post("/api/webhooks/{id}/deliveries/{delivery}/redelivery", "webhooks", "update"),
                            post("/api/webhooks/{id}/ping", "webhooks", "update"),
                            get("/api/webhooks/events", "webhooks", "list")),
                    Stream.of(
                            post("/api/guides", "annotationguides", "create"),
                            get("/api/guides/{id}", "annotationguides", "view"),
                            route(HttpMethod.PATCH, "/api/guides/{id}", "annotationguides", "update"),
                            route(HttpMethod.DELETE, "/api/guides/{id}", "annotationguides", "delete"),
                            post("/api/assets", "annotationguides", "create"),
                            get("/api/assets/{uuid}", "annotationguides", "view"),
                            route(HttpMethod.DELETE, "/api/assets/{uuid}", "annotationguides", "delete")),
                    Stream.of(
                            post("/api/consensus/merges", "consensus_merges", "create"),
                            get("/api/consensus/settings", "consensus_settings", "list"),
                            get("/api/consensus/settings/{id}", "consensus_settings", "view"),
                            route(HttpMethod.PATCH, "/api/consensus/settings/{id}", "consensus_settings", "update")),
                    Stream.of(
                            get("/api/quality/conflicts", "conflicts", "list"),
                            get("/api/quality/reports", "quality_reports", "list"),
                            post("/api/quality/reports", "quality_reports", "create"),
                            get("/api/quality/reports/{id}", "quality_reports", "view"),
                            get("/api/quality/reports/{id}/data", "quality_reports", "view"),
                            get("/api/quality/settings", "quality_settings", "list"),
                            get("/api/quality/settings/{id}", "quality_settings", "view"),
                            route(HttpMethod.PATCH, "/api/quality/settings/{id}", "quality_settings", "update")),
                    Stream.of(
                            get("/api/events", "events", "dump:events"),
                            post("/api/events", "events", "send:events"),
                            post("/api/events/export", "events", "dump:events")),
                    Stream.of(
                            get("/api/lambda/functions/{function}", "lambda", "view"),
                            post("/api/lambda/functions/{function}", "lambda", "call:online"),
                            get("/api/lambda/requests", "lambda", "list:offline"),
                            post("/api/lambda/requests", "lambda", "call:offline"),
                            get("/api/lambda/requests/{id}", "lambda", "call:offline"),
                            route(HttpMethod.DELETE, "/api/lambda/requests/{id}", "lambda", "call:offline")),
                    Stream.of(
                            get("/api/server/share", "server", "list:content"),
                            of(
                                    HttpMethod.GET,
                                    "/api/tasks/{id}/validation_layout",
                                    "tasks",
                                    "view:validation_layout",
                                    Kind.TASK),
                            of(
                                    HttpMethod.PATCH,
                                    "/api/tasks/{id}/validation_layout",
                                    "tasks",
                                    "update:validation_layout",
                                    Kind.TASK),
                            of(
                                    HttpMethod.GET,
                                    "/api/jobs/{id}/validation_layout",
                                    "jobs",
                                    "view:validation_layout",
                                    Kind.JOB),
                            of(
                                    HttpMethod.PATCH,
                                    "/api/jobs/{id}/validation_layout",
                                    "jobs",
                                    "update:validation_layout",
                                    Kind.JOB),
                            of(HttpMethod.POST, "/api/tasks/{id}/backup/export", "tasks", "export:backup", Kind.TASK),
                            of(
                                    HttpMethod.POST,
                                    "/api/projects/{id}/backup/export",
                                    "projects",
                                    "export:backup",
                                    Kind.PROJECT),
                            post("/api/tasks/backup", "tasks", "import:backup"),
                            post("/api/projects/backup", "projects", "import:backup")))
            .flatMap(routes -> routes)
            .toList();

    private static Stream<AbsentRoute> resource(String policy, String path) {
        return Stream.of(
                get(path, policy, "list"),
                post(
                        path,
                        policy,
                        policy.equals("comments") ? "create@issue" : policy.equals("issues") ? "create@job" : "create"),
                get(path + "/{id}", policy, "view"),
                route(HttpMethod.PATCH, path + "/{id}", policy, "update"),
                route(HttpMethod.DELETE, path + "/{id}", policy, "delete"));
    }

    private static AbsentRoute get(String path, String policy, String scope) {
        return route(HttpMethod.GET, path, policy, scope);
    }

    private static AbsentRoute post(String path, String policy, String scope) {
        return route(HttpMethod.POST, path, policy, scope);
    }

    private static AbsentRoute route(HttpMethod method, String path, String policy, String scope) {
        return of(method, path, policy, scope, Kind.NONE);
    }

    private static AbsentRoute of(HttpMethod method, String path, String policy, String scope, Kind kind) {
        return new AbsentRoute(method, path, policy, scope, kind);
    }
}
