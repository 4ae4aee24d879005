package dev.webendpoints.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.gateway.relay.RelaySettings;
import dev.webendpoints.identity.signin.BearerCheck;
import dev.webendpoints.identity.signin.SignInThrottles;
import dev.webendpoints.routing.CustomDomain;
import dev.webendpoints.routing.RouteTable;
import dev.webendpoints.routing.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A running gateway with the admission rules of a test: limits, stopped apps, custom domains. */
final class AccessGateway implements AutoCloseable {

    final FakePools pools = new FakePools();
    private final GatewayServer server;

    AccessGateway(boolean namesNearLabels, OptionalDouble endpointLimit) {
        this(namesNearLabels, endpointLimit, 1_000_000);
    }

    private AccessGateway(boolean namesNearLabels, OptionalDouble endpointLimit, int maxFailures) {
        Routes routes = new Routes();
        routes.swap(
                RouteTable.of(
                        List.of(
                                TestRoutes.to("dev--open", EndpointKind.ASGI_APP, EndpointAuth.NONE),
                                TestRoutes.to("dev--fast", EndpointKind.FASTAPI_ENDPOINT, EndpointAuth.PROXY_TOKEN),
                                TestRoutes.to("dev--token", EndpointKind.FASTAPI_ENDPOINT, EndpointAuth.BEARER),
                                TestRoutes.to("dev--app", EndpointKind.ASGI_APP, EndpointAuth.PROXY_TOKEN)),
                        List.of(
                                new CustomDomain("api.example.com", "we-dev--open"),
                                new CustomDomain("*.example.com", "we-dev--app"),
                                new CustomDomain("closed.example.com", "we-dev--token")),
                        List.of("dev--stopped", "dev--open")),
                1);
        GatewayFilter door = new GatewayFilter(
                new HostLookup(PublicDomain.of("http://{subdomain}.localhost:8090"), routes, namesNearLabels),
                pools,
                new AccessChecks(
                        (workspace, environment, id, secret) -> id.equals("wk-good") && secret.equals("ws-good"),
                        (workspace, jwt, address) ->
                                jwt.equals("good.jwt") ? BearerCheck.Result.ACCEPTED : BearerCheck.Result.REFUSED,
                        SignInThrottles.of(maxFailures)),
                new RateLimits(new RateLimits.Settings(endpointLimit, OptionalDouble.empty(), 1), () -> 0),
                new RequestMetricsFactory(
                        new GatewayMetrics(new SimpleMeterRegistry(), List.of(), routes), AccessLog.off()));
        server = GatewayServer.start(
                ListenAddress.plain("127.0.0.1", 0),
                door,
                new RelaySettings(
                        TestGateway.HEADS,
                        TestGateway.HEADS,
                        TestGateway.CLIENTS,
                        TestGateway.WORKERS,
                        TestGateway.RESULTS,
                        TestGateway.MAX_MESSAGE,
                        true,
                        ProxyRanges.of(List.of())));
    }

    /** @param maxFailures invalid credentials that an address may send per minute */
    static AccessGateway throttled(int maxFailures) {
        return new AccessGateway(false, OptionalDouble.empty(), maxFailures);
    }

    static AccessGateway plain() {
        return new AccessGateway(false, OptionalDouble.empty());
    }

    AccessGateway before(TestUpstream upstream) {
        pools.address = upstream.address();
        return this;
    }

    Wire connect() throws IOException {
        return new Wire(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
    }

    /** Sends one request on a connection of its own, and returns the whole response. */
    String answer(String request) throws IOException {
        try (Wire client = connect()) {
            return client.send(request).message();
        }
    }

    @Override
    public void close() {
        server.stop(Duration.ofMillis(200));
    }
}
