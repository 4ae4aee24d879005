package dev.webendpoints.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

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
 * Refuses bodies that are too large for the control port before they are read, and before anybody knows who calls. Two
 * kinds of request may be larger and are limited where they are served: uploads, by the size that was announced, and the
 * Modal client's calls, by gRPC's limit for a message once the caller is authenticated.
 */
@ApplicationScoped
class BodyLimits {

    /** Bytes of a body. The REST API's largest is a list of domains; this protects the heap from strangers. */
    static final int MAX_BODY = 64 * 1024;

    /** A connection that is closed with unread bytes is reset, and what was written to it may be lost. */
    static final long LINGER_MILLIS = 500;

    private static final String UPLOADS = "/blobs/";
    static final int FIRST = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

    private final Vertx vertx;

    BodyLimits(Vertx vertx) {
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::onRequest);
    }

    private void onRequest(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (isLimitedElsewhere(request)) {
            routing.next();
            return;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && isTooLarge(length)) {
            refuse(
                    request,
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "The body is longer than " + MAX_BODY + " bytes.");
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

    private static boolean isLimitedElsewhere(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return request.path() != null && request.path().startsWith(UPLOADS)
                || request.version() == HttpVersion.HTTP_2 && type != null && type.startsWith("application/grpc");
    }

    private static boolean hasBody(HttpServerRequest request) {
        return switch (request.method().name()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    /** A length that is not a number counts as too large. */
    private static boolean isTooLarge(String length) {
        try {
            return Long.parseLong(length.strip()) > MAX_BODY;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static void countChunks(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            var pipeline = connection.channel().pipeline();
            pipeline.addBefore(pipeline.lastContext().name(), null, new ChunkedBodyLimit(MAX_BODY));
        }
    }

    /** The body is dropped for a moment, so that the answer arrives, and the connection closes. */
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
