package io.ocellus.annotation.server;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resources;
import io.ocellus.annotation.model.Failure;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Answers every {@link AbsentRoute}: policy first, then 501. */
final class AbsentRoutes {
    private final Access access;
    private final Resources resources;

    AbsentRoutes(Access access, Resources resources) {
        this.access = access;
        this.resources = resources;
    }

    RouterFunction<ServerResponse> functions() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (AbsentRoute route : AbsentRoute.ALL) {
            routes.route(
                    RequestPredicates.method(route.method()).and(RequestPredicates.path(route.path())),
                    request -> refuse(route, request));
        }
        return routes.build();
    }

    private ServerResponse refuse(AbsentRoute route, ServerRequest request) {
        switch (route.kind()) {
            case NONE -> access.require(route.policy(), route.scope());
            case PROJECT -> access.require(route.policy(), route.scope(), resources.project(id(request)));
            case TASK -> access.require(route.policy(), route.scope(), resources.task(id(request)));
            case JOB -> access.require(route.policy(), route.scope(), resources.job(id(request)));
        }
        throw new Failure.Absent(route.method() + " " + route.path() + " is not built yet.");
    }

    private static long id(ServerRequest request) {
        try {
            return Long.parseLong(request.pathVariable("id"));
        } catch (NumberFormatException e) {
            throw new Failure.NotFound("Not found.");
        }
    }
}
