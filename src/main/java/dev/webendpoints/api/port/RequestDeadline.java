package dev.webendpoints.api.port;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.api.ProblemBody;
import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.database.DatabaseWatch;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Rejects REST requests immediately while the database is away, and at the time limit if the database hangs. */
@ApplicationScoped
class RequestDeadline {

    /** Each operation is a few queries, which take milliseconds. */
    private static final Duration LIMIT = Duration.ofMillis(4_500);

    private static final int BEFORE_AUTHENTICATION = BodyLimits.FIRST + 1;

    private final Vertx vertx;
    private final DatabaseWatch database;

    RequestDeadline(Vertx vertx, DatabaseWatch database) {
        this.vertx = vertx;
        this.database = database;
    }

    void register(@Observes Router router) {
        router.route("/v1/*").order(BEFORE_AUTHENTICATION).handler(this::onRequest);
    }

    private void onRequest(RoutingContext routing) {
        if (database.isAway()) {
            refuse(routing.response());
            return;
        }
        long timer = vertx.setTimer(LIMIT.toMillis(), ignored -> refuse(routing.response()));
        routing.addEndHandler(ended -> vertx.cancelTimer(timer));
        routing.next();
    }

    private static void refuse(HttpServerResponse response) {
        if (!response.headWritten() && !response.ended() && !response.closed()) {
            response.setStatusCode(HttpResponseStatus.SERVICE_UNAVAILABLE.code())
                    .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                    .putHeader(HttpHeaders.RETRY_AFTER, "1")
                    .end(ProblemBody.of(HttpResponseStatus.SERVICE_UNAVAILABLE, DatabaseUnavailable.SENTENCE));
        }
    }
}
