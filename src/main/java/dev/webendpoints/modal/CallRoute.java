package dev.webendpoints.modal;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.modal.generated.ModalClientGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Stands before the gRPC server. A call that it has passes on, with the authority that gRPC would hide; any other is
 * answered here, because all that the client shows of an unknown call is the sentence that comes with the status.
 */
@ApplicationScoped
class CallRoute {

    private static final Logger LOG = Logger.getLogger(CallRoute.class);

    private static final String PREFIX = "/" + ModalClientGrpc.SERVICE_NAME + "/";
    private static final int BEFORE_GRPC = -1;

    /** Names that may be repeated to the client and to the log. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]{1,64}");

    private static final Set<String> ANSWERED = ModalClientGrpc.getServiceDescriptor().getMethods().stream()
            .map(MethodDescriptor::getBareMethodName)
            .collect(Collectors.toUnmodifiableSet());

    void register(@Observes Router router) {
        router.route(PREFIX + "*").order(BEFORE_GRPC).handler(this::onCall);
    }

    private void onCall(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String rpc = request.path().substring(PREFIX.length());
        if (ANSWERED.contains(rpc) || request.version() != HttpVersion.HTTP_2) {
            passOn(routing);
        } else {
            refuse(request, PLAIN.matcher(rpc).matches() ? rpc : "This call");
        }
    }

    private static void passOn(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String authority = String.valueOf(request.authority());
        request.headers()
                .set(CallHeaders.AUTHORITY, authority)
                .set(
                        CallHeaders.UPLOAD_AUTHORITY,
                        UploadAuthority.of(authority, request.localAddress().hostAddress()));
        routing.next();
    }

    private static void refuse(HttpServerRequest request, String rpc) {
        LOG.warnf("unknown call rpc=%s client=%s", rpc, version(request));
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                .putHeader("grpc-status", String.valueOf(Status.Code.UNIMPLEMENTED.value()))
                .putHeader("grpc-message", UnsupportedCalls.sentence(rpc))
                .end();
    }

    private static String version(HttpServerRequest request) {
        String version = String.valueOf(request.getHeader(CallHeaders.CLIENT_VERSION));
        return PLAIN.matcher(version.replace(".", "")).matches() ? version : "unknown";
    }
}
