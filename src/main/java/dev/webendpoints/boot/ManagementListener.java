package dev.webendpoints.boot;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/**
 * Serves health and metrics on a separate port, if one is configured. Quarkus's own management interface is not used:
 * it is enabled at build time, and then the control port serves neither.
 */
@ApplicationScoped
class ManagementListener {

    private static final Logger LOG = Logger.getLogger(ManagementListener.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

    /** Paths in plain spelling only, so that no other path of the control port is reachable here. */
    private static final Pattern SERVED = Pattern.compile("/q/(?:health|metrics)(?:/[a-z-]+)*");

    private final ManagementConfig config;
    private final Vertx vertx;
    private volatile Router router;
    private volatile HttpServer server;

    ManagementListener(ManagementConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void register(@Observes Router controlPort) {
        router = controlPort;
    }

    /**
     * Starts to listen if a port is configured.
     *
     * @throws IllegalStateException if it fails to listen; names the setting
     */
    void start() {
        if (config.port().isEmpty()) {
            return;
        }
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port().getAsInt())
                .setIdleTimeout((int) IDLE_TIMEOUT.toSeconds());
        server = listening(vertx.createHttpServer(options).requestHandler(this::onRequest));
        LOG.infof("Management port listening: host=%s port=%d", config.host(), server.actualPort());
    }

    private HttpServer listening(HttpServer created) {
        try {
            return created.listen().toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "The management port cannot listen on " + config.host() + ":"
                            + config.port().getAsInt() + " (webendpoints.management.host, .port): " + e.getMessage(),
                    e);
        }
    }

    private void onRequest(HttpServerRequest request) {
        if (request.path() == null || !SERVED.matcher(request.path()).matches()) {
            request.response()
                    .setStatusCode(HttpResponseStatus.NOT_FOUND.code())
                    .end();
            return;
        }
        VertxContextSafetyToggle.setCurrentContextSafe(true);
        router.handle(request);
    }

    /** Returns whether the request arrived on the management port. */
    boolean received(HttpServerRequest request) {
        HttpServer listening = server;
        return listening != null
                && request.localAddress() != null
                && request.localAddress().port() == listening.actualPort();
    }

    /** Returns the actual port, which differs from the configured one if that is 0. */
    int port() {
        return server.actualPort();
    }

    void stop() {
        if (server != null) {
            server.close();
        }
    }
}
