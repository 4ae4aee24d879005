package dev.webendpoints.gateway;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.identity.proxytoken.ProxyTokenCheck;
import dev.webendpoints.identity.signin.BearerCheck;
import dev.webendpoints.identity.signin.SignInThrottle;
import dev.webendpoints.lease.Pools;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.routing.RoutesSwapped;

/** The data plane's interface to the rest of the server: starts it, stops it, and returns its port. */
@ApplicationScoped
public class Gateway {

    private static final Logger LOG = Logger.getLogger(Gateway.class);

    private final GatewayConfig config;
    private final Routes routes;
    private final Pools pools;
    private final ProxyTokenCheck proxyTokens;
    private final BearerCheck bearers;
    private final SignInThrottle throttle;
    private final GatewayMetrics metrics;
    private volatile RateLimits limits = RateLimits.off();
    private AccessLog log;
    private GatewayServer server;
    private volatile boolean listening;

    Gateway(
            GatewayConfig config,
            Routes routes,
            Pools pools,
            ProxyTokenCheck proxyTokens,
            BearerCheck bearers,
            SignInThrottle throttle,
            GatewayMetrics metrics) {
        this.config = config;
        this.routes = routes;
        this.pools = pools;
        this.proxyTokens = proxyTokens;
        this.bearers = bearers;
        this.throttle = throttle;
        this.metrics = metrics;
    }

    /**
     * Starts listening.
     *
     * @throws IllegalArgumentException if a setting is invalid; names the setting
     * @throws IllegalStateException if it is already started, or cannot listen
     */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("The gateway is already started on port " + server.port());
        }
        log = config.accessLog() ? AccessLog.on() : AccessLog.off();
        limits = new RateLimits(RateLimits.Settings.of(config.rateLimit()), System::nanoTime);
        GatewayFilter filter = new GatewayFilter(
                new HostLookup(PublicDomain.of(config.urlTemplate()), routes, config.nameNearLabels()),
                pools,
                new AccessChecks(proxyTokens, bearers, throttle),
                limits,
                new RequestMetricsFactory(metrics, log));
        server = GatewayServer.start(where(), filter, RelaySettingsFactory.of(config));
        listening = true;
        metrics.watch(server);
        metrics.watch(log);
        LOG.infof("Gateway started: host=%s port=%d urls=%s", config.host(), server.port(), config.urlTemplate());
    }

    private ListenAddress where() {
        ListenAddress wanted = ListenAddress.of(config);
        DescriptorBudget budget = DescriptorBudget.ofProcess(config.reservedDescriptors());
        ListenAddress allowed = wanted.within(budget);
        if (allowed.maxConnections() < wanted.maxConnections()) {
            LOG.warnf(
                    "the limit of open files (ulimit -n) allows fewer connections than"
                            + " webendpoints.gateway.max-connections limit=%d open=%d reserved=%d wanted=%d allowed=%d",
                    budget.limit(),
                    budget.open(),
                    budget.reserved(),
                    wanted.maxConnections(),
                    allowed.maxConnections());
        }
        return allowed;
    }

    void onRoutesSwapped(@Observes RoutesSwapped swapped) {
        limits.keepOnly(routes.current());
    }

    /**
     * Stops accepting, lets open requests finish, then ends them. Blocks for at most the grace period and two seconds;
     * does nothing if the gateway was not started.
     */
    public synchronized void stop(Duration grace) {
        listening = false;
        if (server != null) {
            server.stop(grace);
            server = null;
            log.close();
        }
    }

    /** Returns whether it accepts clients. */
    public boolean isListening() {
        return listening;
    }

    /**
     * Returns the port it listens on, even if the configured one is 0.
     *
     * @throws IllegalStateException if it does not listen
     */
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("The gateway is not started");
        }
        return server.port();
    }
}
