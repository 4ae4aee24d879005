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
 * Health and metrics on a port of their own, where an operator wants one. Quarkus has such a port too, but whether it has is
 * decided when the server is built, and the control port loses both then.
 */
@ApplicationScoped
class ManagementListener {

    private static final Logger LOG = Logger.getLogger(ManagementListener.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

    /** Plainly spelled: nothing else of the control port is here. */
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
     * Listens from now on, where a port is configured.
     *
     * @throws IllegalStateException when it cannot, naming the setting
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
        LOG.infof("management port listens host=%s port=%d", config.host(), server.actualPort());
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

    /** Whether the request came in here. */
    boolean received(HttpServerRequest request) {
        HttpServer listening = server;
        return listening != null
                && request.localAddress() != null
                && request.localAddress().port() == listening.actualPort();
    }

    /** The port it listens on, also when the configured one is 0. */
    int port() {
        return server.actualPort();
    }

    void stop() {
        if (server != null) {
            server.close();
        }
    }
}
