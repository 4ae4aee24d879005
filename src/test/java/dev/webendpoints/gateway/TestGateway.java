package dev.webendpoints.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.relay.RelaySettings;
import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.deferred.ResultLimits;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;
import dev.webendpoints.identity.signin.BearerCheck;
import dev.webendpoints.identity.signin.SignInThrottles;
import dev.webendpoints.routing.RouteTable;
import dev.webendpoints.routing.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A running gateway on a free port, with one worker. Closing it checks for leaked leases or buffers, and failures. */
final class TestGateway implements AutoCloseable {

    static final ClientLimits CLIENTS = new ClientLimits(
            Duration.ofSeconds(15),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            1024 * 1024);
    static final WorkerLimits WORKERS =
            new WorkerLimits(Duration.ofSeconds(2), Duration.ofSeconds(150), Duration.ofSeconds(4), 16);
    static final HeadLimits HEADS = new HeadLimits(64 * 1024, 16 * 1024, 128, 4L << 30);

    /** No test connects from there; only a test's own proxy claims such addresses. */
    private static final ProxyRanges PROXIES = ProxyRanges.of(List.of("10.0.0.0/8"));

    static final ResultLimits RESULTS = new ResultLimits(Duration.ofSeconds(60), 256 * 1024, 4, 3);
    static final long MAX_MESSAGE = 2 * 1024 * 1024;

    /** The loggers of the relay's failures, and of exceptions that listeners and tasks threw in Netty. */
    private static final List<Logger> FAILURE_LOGS = Stream.of(
                    "dev.webendpoints.gateway.relay",
                    "io.netty.util.concurrent.DefaultPromise",
                    "io.netty.util.concurrent.AbstractEventExecutor")
            .map(Logger::getLogger)
            .toList();

    final FakePools pools = new FakePools();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Routes routes = new Routes();
    final GatewayMetrics metrics = new GatewayMetrics(meters, List.of(), routes);
    private final AccessLog log;
    private final GatewayServer server;
    private final List<Wire> clients = Collections.synchronizedList(new ArrayList<>());
    private final long buffersBefore = activeBuffers();
    private final List<LogRecord> failures = Collections.synchronizedList(new ArrayList<>());
    private final Handler failureLog = new FailureLog();

    TestGateway() {
        this(CLIENTS, WORKERS, Duration.ofSeconds(300));
    }

    TestGateway(ClientLimits clients, WorkerLimits workers, Duration timeout) {
        this(clients, workers, timeout, ListenAddress.plain("127.0.0.1", 0), AccessLog.off());
    }

    TestGateway(ListenAddress where) {
        this(CLIENTS, WORKERS, Duration.ofSeconds(300), where, AccessLog.off());
    }

    TestGateway(AccessLog log) {
        this(CLIENTS, WORKERS, Duration.ofSeconds(300), ListenAddress.plain("127.0.0.1", 0), log);
    }

    private TestGateway(
            ClientLimits clients, WorkerLimits workers, Duration timeout, ListenAddress where, AccessLog log) {
        this.log = log;
        routes.swap(
                RouteTable.of(List.of(
                        TestRoutes.to("dev--open", EndpointKind.ASGI_APP, EndpointAuth.NONE, timeout),
                        TestRoutes.ofOtherWorkspace("other--open", timeout),
                        TestRoutes.to("dev--other", EndpointKind.ASGI_APP, EndpointAuth.NONE, timeout),
                        TestRoutes.to("dev--fast", EndpointKind.FASTAPI_ENDPOINT, EndpointAuth.NONE, timeout),
                        TestRoutes.to("dev--closed", EndpointKind.FASTAPI_ENDPOINT, EndpointAuth.PROXY_TOKEN, timeout),
                        TestRoutes.to("dev--bearer", EndpointKind.ASGI_APP, EndpointAuth.BEARER, timeout),
                        TestRoutes.to("dev--custom", EndpointKind.ASGI_APP, EndpointAuth.CUSTOM, timeout))),
                1);
        GatewayFilter door = new GatewayFilter(
                new HostLookup(PublicDomain.of("http://{subdomain}.localhost:8090"), routes, false),
                pools,
                new AccessChecks(
                        (workspace, environment, id, secret) -> workspace.equals("ac-1")
                                && environment.equals("en-1")
                                && id.equals("wk-good")
                                && secret.equals("ws-good"),
                        (workspace, jwt, address) -> workspace.equals("ac-1") && jwt.equals("good.jwt")
                                ? BearerCheck.Result.ACCEPTED
                                : jwt.equals("reading.jwt")
                                        ? BearerCheck.Result.LACKS_SCOPE
                                        : BearerCheck.Result.REFUSED,
                        SignInThrottles.of(1_000_000)),
                RateLimits.off(),
                new RequestMetricsFactory(metrics, log));
        FAILURE_LOGS.forEach(logger -> logger.addHandler(failureLog));
        server = GatewayServer.start(
                where, door, new RelaySettings(HEADS, HEADS, clients, workers, RESULTS, MAX_MESSAGE, true, PROXIES));
        metrics.watch(server);
    }

    TestGateway before(TestUpstream upstream) {
        pools.address = upstream.address();
        return this;
    }

    int port() {
        return server.port();
    }

    int tlsPort() {
        return server.tlsPort();
    }

    Wire connect() throws IOException {
        Wire client =
                new Wire(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
        clients.add(client);
        return client;
    }

    void stop(Duration grace) {
        server.stop(grace);
    }

    void awaitNoLease() {
        await().until(() -> pools.released.get() == pools.granted.get());
    }

    @Override
    public void close() throws IOException {
        for (Wire client : clients) {
            client.close();
        }
        server.stop(Duration.ofMillis(200));
        log.close();
        FAILURE_LOGS.forEach(logger -> logger.removeHandler(failureLog));
        assertThat(failures)
                .extracting(LogRecord::getThrown)
                .as("failures of the relay")
                .isEmpty();
        assertThat(pools.released).as("leases given back").hasValue(pools.granted.get());
        assertThat(pools.releasedTwice).as("leases given back twice").hasValue(0);
        await("buffers released").atMost(Duration.ofSeconds(5)).until(() -> activeBuffers() <= buffersBefore);
    }

    /** Threads return their caches when they end, so this is exact once the loops have stopped. */
    private static long activeBuffers() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(arena -> arena.numActiveAllocations())
                .sum();
    }

    private final class FailureLog extends Handler {

        @Override
        public void publish(LogRecord failure) {
            failures.add(failure);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
