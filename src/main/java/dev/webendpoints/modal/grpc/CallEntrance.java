package dev.webendpoints.modal.grpc;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.webendpoints.identity.Caller;
import io.grpc.Status;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** Passes authenticated calls on to the gRPC server, and answers those that are refused before it. */
@ApplicationScoped
public class CallEntrance {

    private final AdmittedCalls admitted;
    private final int maxMessageSize;
    private volatile Router router;

    CallEntrance(
            AdmittedCalls admitted,
            @ConfigProperty(name = "quarkus.grpc.server.max-inbound-message-size") int maxMessageSize) {
        this.admitted = admitted;
        this.maxMessageSize = maxMessageSize;
    }

    void register(@Observes Router controlPort) {
        router = controlPort;
    }

    /** Returns whether the gRPC server accepts calls. */
    public boolean isOpen() {
        return router != null;
    }

    /**
     * Passes a call on as a {@link MessageCollector}, which the router handles like a new request. Replaces the headers
     * that the server sets.
     *
     * @param authority host and port under which the client reaches this server
     * @param uploadAuthority host and port for the URLs of uploads
     * @param memory memory for the call's messages
     */
    public void pass(
            HttpServerRequest request, Caller caller, String authority, String uploadAuthority, MessageMemory memory) {
        request.headers()
                .set(CallHeaders.AUTHORITY, authority)
                .set(CallHeaders.UPLOAD_AUTHORITY, uploadAuthority)
                .set(AdmittedCalls.HEADER, admitted.admit(caller));
        router.handle(new MessageCollector(
                request,
                memory,
                maxMessageSize,
                () -> refuse(request, Status.Code.UNAVAILABLE, "The server receives too much at once; try again.")));
    }

    /** Passes on a request for a path that needs no credentials. */
    public void pass(HttpServerRequest request) {
        VertxContextSafetyToggle.setCurrentContextSafe(true);
        router.handle(request);
    }

    /** Answers a call with a status, before its message is read. */
    public static void refuse(HttpServerRequest request, Status.Code code, String sentence) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                .putHeader("grpc-status", String.valueOf(code.value()))
                .putHeader("grpc-message", sentence)
                .end();
    }
}
