package io.ocellus.annotation.organizations;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.model.Failure;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** CVAT's {@code /api/invitations}: there are none yet, which the list says; the rest is not built. */
@RestController
@RequestMapping("/api/invitations")
final class InvitationsController {
    private final Access access;

    InvitationsController(Access access) {
        this.access = access;
    }

    @GetMapping
    Page<Object> list() {
        access.require("invitations", "list");
        return Page.empty();
    }

    @RequestMapping({"", "/{key}", "/{key}/accept", "/{key}/decline", "/{key}/resend"})
    Object others() {
        access.caller();
        throw new Failure.Absent("Invitations are not built yet.");
    }
}
