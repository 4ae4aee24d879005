package dev.webendpoints.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.identity.proxytoken.TokensInMemory;
import dev.webendpoints.identity.signin.BearerCheck;
import dev.webendpoints.identity.signin.SignInThrottles;
import dev.webendpoints.routing.ClassParameters;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.RouteTable;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.worker.WorkerPools;
import dev.webendpoints.worker.WorkersConfig;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * The whole data plane without the rest of the server, for {@code bench/}: real routes, access, pools and relay, in
 * front of workers that are already running.
 *
 * <p>Arguments: the port to listen on, and the address of the workers, as {@code tcp:host:port} or {@code unix:path}.
 * Prints {@code ready port=… pid=…}, then responds to lines on its input: {@code stats}, and {@code kill}, which ends
 * the worker that is serving. Exits at the end of its input.
 */
public final class BenchGateway {

    static final String OPEN = "bench--open";
    static final String CLOSED = "bench--closed";

    private static final String WORKSPACE = "ac-bench";
    private static final String FUNCTION = "fu-bench";
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private BenchGateway() {}

    public static void main(String[] arguments) throws IOException {
        Routes routes = new Routes();
        routes.swap(RouteTable.of(List.of(route(OPEN, EndpointAuth.NONE), route(CLOSED, EndpointAuth.PROXY_TOKEN))), 1);
        SmallRyeConfig config = config(arguments[0]);
        RunningWorkers workers = new RunningWorkers(address(arguments[1]));
        WorkerPools pools = WorkerPools.open(
                key -> workers.version(key, TIMEOUT), workers, config.getConfigMapping(WorkersConfig.class));
        Gateway gateway = gateway(config, routes, pools);
        gateway.start();
        System.out.printf(
                "ready port=%d pid=%d%n",
                gateway.port(), ProcessHandle.current().pid());
        answer(pools, workers);
        gateway.stop(Duration.ZERO);
        pools.close();
        workers.close();
    }

    /** The only place that depends on the gateway's constructor. */
    private static Gateway gateway(SmallRyeConfig config, Routes routes, WorkerPools pools) {
        GatewayConfig gateway = config.getConfigMapping(GatewayConfig.class);
        CompositeMeterRegistry meters = new CompositeMeterRegistry();
        meters.add(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        return new Gateway(
                gateway,
                routes,
                pools,
                TokensInMemory.of(WORKSPACE, "wk-bench", "ws-bench"),
                (workspace, jwt, address) -> BearerCheck.Result.REFUSED,
                SignInThrottles.of(20),
                new GatewayMetrics(meters, gateway, routes));
    }

    private static Route route(String hostname, EndpointAuth access) {
        return new Route(
                hostname,
                "we-" + hostname,
                WORKSPACE,
                "en-bench",
                "ap-bench",
                FUNCTION,
                "de-bench",
                "",
                EndpointKind.ASGI_APP,
                access,
                TIMEOUT,
                ClassParameters.NONE);
    }

    /** Returns the server's defaults, except for what the benchmark's client or port requires. */
    private static SmallRyeConfig config(String port) {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withMapping(WorkersConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withDefaultValue("webendpoints.gateway.url-template", "http://{subdomain}.localhost")
                .withDefaultValue("webendpoints.gateway.host", "127.0.0.1")
                .withDefaultValue("webendpoints.gateway.port", port)
                .withDefaultValue("webendpoints.gateway.keep-alive-timeout", "1h")
                .build();
    }

    private static SocketAddress address(String target) {
        String[] parts = target.split(":");
        return switch (parts[0]) {
            case "unix" -> UnixDomainSocketAddress.of(parts[1]);
            case "tcp" -> new InetSocketAddress(parts[1], Integer.parseInt(parts[2]));
            default -> throw new IllegalArgumentException("\"" + target + "\" must be tcp:host:port or unix:path");
        };
    }

    private static void answer(WorkerPools pools, RunningWorkers workers) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            switch (line) {
                case "stats" -> System.out.println(BenchStats.now(pools.counts(FUNCTION)));
                case "kill" -> System.out.println("killed=" + workers.kill());
                default -> System.out.println("unknown: stats and kill are known");
            }
        }
    }
}
