package io.ocellus.annotation.datasets;

import io.ocellus.annotation.model.Failure;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Backups, which are not built yet. */
@RestController
class BackupController {
    private final DatasetAccess access;

    BackupController(DatasetAccess access) {
        this.access = access;
    }

    @PostMapping("/api/{kind:projects|tasks}/{id}/backup/export")
    ResponseEntity<Object> export(@PathVariable String kind, @PathVariable long id) {
        access.require(DatasetTarget.Kind.of(kind), id, "export:backup");
        throw absent();
    }

    @RequestMapping(
            path = {"/api/{kind:projects|tasks}/{id}/backup", "/api/{kind:projects|tasks}/{id}/backup/download"},
            method = RequestMethod.GET)
    ResponseEntity<Object> download(@PathVariable String kind, @PathVariable long id) {
        access.require(DatasetTarget.Kind.of(kind), id, "export:backup");
        throw absent();
    }

    @PostMapping("/api/{kind:projects|tasks}/backup")
    ResponseEntity<Object> restore(@PathVariable String kind) {
        access.requireNew(DatasetTarget.Kind.of(kind));
        throw absent();
    }

    private static Failure absent() {
        return new Failure.Absent("Backups are not built yet; export a dataset instead");
    }
}
