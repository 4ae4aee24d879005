package dev.webendpoints.api.port;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.grpc.Status;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Rejects calls of any gRPC service with compressed messages before a message is read. The gRPC server decompresses
 * messages without a limit, so that a message of 64 KiB can take 64 MiB of memory. Clients do not compress by default.
 */
@ApplicationScoped
class MessageEncodingFilter {

    private static final String ENCODING = "grpc-encoding";
    private static final String ACCEPTED = "grpc-accept-encoding";
    private static final String IDENTITY = "identity";

    void register(@Observes Router router) {
        router.route().order(RequestBounds.FIRST).handler(this::onRequest);
    }

    private void onRequest(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.headers().getAll(ENCODING).stream().allMatch(IDENTITY::equals)) {
            routing.next();
            return;
        }
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                .putHeader(ACCEPTED, IDENTITY)
                .putHeader("grpc-status", String.valueOf(Status.Code.UNIMPLEMENTED.value()))
                .putHeader("grpc-message", "Compressed messages are not accepted; send them as they are.")
                .end();
    }
}
