package dev.webendpoints.gateway;

import java.time.Duration;

import dev.webendpoints.routing.ClassParameters;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.Route.Access;

/** Routes of one workspace to one function, which differ in the property under test. */
final class TestRoutes {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private TestRoutes() {}

    static Route to(String hostname) {
        return to(hostname, "asgi_app", Access.NONE);
    }

    static Route to(String hostname, String kind, Access access) {
        return to(hostname, kind, access, TIMEOUT);
    }

    static Route to(String hostname, String kind, Access access, Duration timeout) {
        return of("ac-1", hostname, kind, access, timeout);
    }

    static Route ofOtherWorkspace(String hostname, Duration timeout) {
        return of("ac-2", hostname, "asgi_app", Access.NONE, timeout);
    }

    private static Route of(String workspaceId, String hostname, String kind, Access access, Duration timeout) {
        return new Route(
                hostname,
                "we-" + hostname,
                workspaceId,
                "en-1",
                "ap-1",
                "fu-1",
                "de-1",
                "",
                kind,
                access,
                timeout,
                ClassParameters.NONE);
    }
}
