package dev.webendpoints.gateway;

import java.time.Duration;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.routing.ClassParameters;
import dev.webendpoints.routing.Route;

/** Routes of one workspace to one function, which differ in the property under test. */
final class TestRoutes {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private TestRoutes() {}

    static Route to(String hostname) {
        return to(hostname, EndpointKind.ASGI_APP, EndpointAuth.NONE);
    }

    static Route to(String hostname, EndpointKind kind, EndpointAuth access) {
        return to(hostname, kind, access, TIMEOUT);
    }

    static Route to(String hostname, EndpointKind kind, EndpointAuth access, Duration timeout) {
        return of("ac-1", hostname, kind, access, timeout);
    }

    static Route ofOtherWorkspace(String hostname, Duration timeout) {
        return of("ac-2", hostname, EndpointKind.ASGI_APP, EndpointAuth.NONE, timeout);
    }

    private static Route of(
            String workspaceId, String hostname, EndpointKind kind, EndpointAuth access, Duration timeout) {
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
