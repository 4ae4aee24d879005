package dev.webendpoints.gateway;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.identity.ProxyTokenCheck;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.worker.Pools;

/** The data plane as the rest of the server sees it: start it, stop it, ask where it listens. */
@ApplicationScoped
public class Gateway {

    private static final Logger LOG = Logger.getLogger(Gateway.class);

    private final GatewayConfig config;
    private final Routes routes;
    private final Pools pools;
    private final ProxyTokenCheck proxyTokens;
    private final GatewayMetrics metrics;
    private AccessLog log;
    private GatewayServer server;

    Gateway(GatewayConfig config, Routes routes, Pools pools, ProxyTokenCheck proxyTokens, GatewayMetrics metrics) {
        this.config = config;
        this.routes = routes;
        this.pools = pools;
        this.proxyTokens = proxyTokens;
        this.metrics = metrics;
    }

    /**
     * Listens from now on.
     *
     * @throws IllegalArgumentException when a setting is not usable, naming it
     * @throws IllegalStateException when it already listens, or cannot
     */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("The gateway is already started on port " + server.port());
        }
        log = config.accessLog() ? AccessLog.on() : AccessLog.off();
        FrontDoor door = new FrontDoor(
                PublicDomain.of(config.urlTemplate()), routes, pools, proxyTokens, new Tallies(metrics, log));
        server = GatewayServer.start(Listening.of(config), door, Settings.of(config));
        metrics.watch(server);
        metrics.watch(log);
        LOG.infof("gateway listens host=%s port=%d urls=%s", config.host(), server.port(), config.urlTemplate());
    }

    /**
     * Stops accepting, lets open requests finish, then ends them. Blocks for the grace and two seconds at most; does
     * nothing when it was not started.
     */
    public synchronized void stop(Duration grace) {
        if (server != null) {
            server.stop(grace);
            server = null;
            log.close();
        }
    }

    /**
     * The port it listens on, also when the configured one is 0.
     *
     * @throws IllegalStateException when it does not listen
     */
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("The gateway is not started");
        }
        return server.port();
    }
}
