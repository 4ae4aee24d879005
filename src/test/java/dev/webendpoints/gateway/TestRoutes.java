package dev.webendpoints.gateway;

import java.time.Duration;

import dev.webendpoints.routing.Parameters;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.Route.Access;

/** Routes of one workspace to one function, which differ in what a test is about. */
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
        return new Route(
                hostname,
                "we-" + hostname,
                "ac-1",
                "en-1",
                "ap-1",
                "fu-1",
                "de-1",
                "",
                kind,
                access,
                timeout,
                Parameters.NONE);
    }
}
