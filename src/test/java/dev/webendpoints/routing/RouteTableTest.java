package dev.webendpoints.routing;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.ParameterType;

import static org.assertj.core.api.Assertions.assertThat;

/** How a table takes a change in. */
class RouteTableTest {

    private static final Route A = route("ap-a", "we-a", "a");
    private static final Route B = route("ap-b", "we-b", "b");

    private final RouteTable table =
            RouteTable.of(List.of(A, B), List.of(new CustomDomain("b.example", "we-b")), List.of("old"));

    @Test
    void aHostnameMoves() {
        Route moved = route("ap-a", "we-a", "moved");

        RouteTable changed = table.with(change("ap-a", List.of(moved)));

        assertThat(changed.find("moved")).isEqualTo(moved);
        assertThat(changed.find("a")).isNull();
    }

    @Test
    void otherAppsKeepTheirRoutesAndDomains() {
        RouteTable changed = table.with(change("ap-a", List.of(route("ap-a", "we-a", "moved"))));

        assertThat(changed.find("b")).isSameAs(B);
        assertThat(changed.findByDomain("b.example")).isSameAs(B);
    }

    @Test
    void theTableBeforeStaysAsItWas() {
        table.with(change("ap-a", List.of(route("ap-a", "we-a", "moved"))));

        assertThat(table.find("a")).isEqualTo(A);
    }

    @Test
    void aHostnameIsTakenFromTheEndpointThatHasIt() {
        Route taking = route("ap-a", "we-a", "b");

        RouteTable changed = table.with(change("ap-a", List.of(taking)));

        assertThat(changed.find("b")).isEqualTo(taking);
        assertThat(changed.findByDomain("b.example")).isNull();
    }

    @Test
    void aStoppedAppLeavesItsHostnames() {
        RouteTable changed = table.with(new RouteChange(Set.of("ap-b"), List.of(), List.of(), List.of("b")));

        assertThat(changed.find("b")).isNull();
        assertThat(changed.findByDomain("b.example")).isNull();
        assertThat(changed.isStopped("b")).isTrue();
    }

    @Test
    void aHostnameThatIsServedAgainIsNotStopped() {
        Route again = route("ap-c", "we-c", "old");

        RouteTable changed = table.with(change("ap-c", List.of(again)));

        assertThat(changed.find("old")).isEqualTo(again);
        assertThat(changed.isStopped("old")).isFalse();
    }

    @Test
    void theOldestStoppedHostnamesGoFirst() {
        List<String> many = IntStream.range(0, RouteTable.MOST_STOPPED)
                .mapToObj(i -> "stopped-" + i)
                .toList();

        RouteTable changed = table.with(new RouteChange(Set.of("ap-a"), List.of(), List.of(), many));

        assertThat(changed.isStopped("old")).isFalse();
        assertThat(changed.isStopped("stopped-0")).isTrue();
    }

    @Test
    void aChangeThatChangesNothingIsTheSameTable() {
        Route same = route("ap-b", "we-b", "b");

        RouteTable changed = table.with(new RouteChange(
                Set.of("ap-b"), List.of(same), List.of(new CustomDomain("b.example", "we-b")), List.of()));

        assertThat(changed).isSameAs(table);
    }

    private static RouteChange change(String appId, List<Route> routes) {
        return new RouteChange(Set.of(appId), routes, List.of(), List.of());
    }

    private static Route route(String appId, String endpointId, String hostname) {
        return new Route(
                hostname,
                endpointId,
                "ac-1",
                "en-1",
                appId,
                "fu-" + endpointId,
                "de-1",
                "",
                EndpointKind.ASGI_APP,
                EndpointAuth.NONE,
                Duration.ofSeconds(60),
                ClassParameters.of(List.of(new FunctionSpec.Parameter("size", ParameterType.INT, true))));
    }
}
