package dev.webendpoints.api.port;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.api.ProblemBody;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Rejects bodies that are too large for the control port before they are read and before authentication. Limits only
 * {@link RequestKind#PLAIN plain} requests, to {@link ControlPortConfig#maxBodySize()}.
 */
@ApplicationScoped
class BodyLimits {

    /** Closing a connection with unread bytes resets it, and what was written to it may be lost. */
    static final long LINGER_MILLIS = 500;

    static final int FIRST = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

    private final Vertx vertx;
    private final long limit;

    BodyLimits(Vertx vertx, ControlPortConfig config) {
        this.vertx = vertx;
        this.limit = config.maxBodySize().asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::onRequest);
    }

    private void onRequest(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!RequestKind.of(request).hasLimitedBody()) {
            routing.next();
            return;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && isTooLarge(length)) {
            refuse(request, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, tooLong(limit));
        } else if (length == null
                && request.version() == HttpVersion.HTTP_2
                && !request.isEnded()
                && hasBody(request)) {
            refuse(
                    request,
                    HttpResponseStatus.LENGTH_REQUIRED,
                    "A request over HTTP/2 with a body needs a Content-Length.");
        } else {
            if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                countChunks(request);
            }
            routing.next();
        }
    }

    static String tooLong(long limit) {
        return "The body is longer than " + limit + " bytes (webendpoints.control.max-body-size).";
    }

    private static boolean hasBody(HttpServerRequest request) {
        return switch (request.method().name()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    /** Returns whether a length exceeds the limit; one that is not a number does. */
    private boolean isTooLarge(String length) {
        try {
            return Long.parseLong(length.strip()) > limit;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private void countChunks(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            var pipeline = connection.channel().pipeline();
            pipeline.addBefore(pipeline.lastContext().name(), null, new ChunkedBodyLimit(limit));
        }
    }

    /** Sends the response, discards the body for a moment so that the response arrives, and closes the connection. */
    private void refuse(HttpServerRequest request, HttpResponseStatus status, String detail) {
        HttpServerResponse response = request.response();
        response.setStatusCode(status.code()).putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE);
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        response.end(ProblemBody.of(status, detail));
        if (request.version() != HttpVersion.HTTP_2) {
            request.resume();
            vertx.setTimer(LINGER_MILLIS, ignored -> request.connection().close());
        }
    }
}
