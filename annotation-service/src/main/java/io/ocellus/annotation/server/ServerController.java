package io.ocellus.annotation.server;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.formats.FormatDescription;
import io.ocellus.annotation.formats.FormatRegistry;
import io.ocellus.annotation.wire.BaseUrl;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** {@code /api/server}, and the small answers that CVAT's web page asks for at its start. */
@RestController
class ServerController {
    private final Access access;
    private final Health health;

    ServerController(Access access, Health health) {
        this.access = access;
        this.health = health;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record About(String name, String subtitle, String description, String version, String logoUrl) {}

    /** Names as CVAT's page reads them. */
    @JsonNaming(PropertyNamingStrategies.UpperSnakeCaseStrategy.class)
    record Plugins(boolean gitIntegration, boolean analytics, boolean models, boolean predict) {}

    record Formats(List<FormatDescription> importers, List<FormatDescription> exporters) {}

    @GetMapping("/api/server/about")
    About about() {
        return new About(
                "Ocellus",
                "Annotation and similarity search",
                "Labels visual data and searches it by meaning; speaks CVAT's API.",
                ServerConfiguration.VERSION,
                BaseUrl.current().to("/mark.svg"));
    }

    @GetMapping("/api/server/health")
    ResponseEntity<Map<String, String>> health() {
        Health.Report report = health.report();
        return ResponseEntity.status(report.serving() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(report.servers());
    }

    /** The formats that are built, and no others. */
    @GetMapping("/api/server/annotation/formats")
    Formats formats() {
        access.require("server", "view");
        return new Formats(FormatRegistry.importers(), FormatRegistry.exporters());
    }

    /** None of CVAT's plugins is there yet. */
    @GetMapping("/api/server/plugins")
    Plugins plugins() {
        access.require("server", "view");
        return new Plugins(false, false, false, false);
    }

    /** No serverless functions are connected. */
    @GetMapping("/api/lambda/functions")
    List<Object> functions() {
        access.require("lambda", "list");
        return List.of();
    }
}
