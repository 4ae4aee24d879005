package dev.webendpoints.modal;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.InvalidCredentials;
import dev.webendpoints.identity.signin.RemoteNetwork;
import dev.webendpoints.identity.signin.TooManyFailures;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import dev.webendpoints.modal.grpc.AdmittedCalls;
import dev.webendpoints.modal.grpc.AnonymousCalls;
import dev.webendpoints.modal.grpc.CallEntrance;
import dev.webendpoints.modal.grpc.CallHeaders;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.modal.grpc.MessageMemory;
import dev.webendpoints.modal.grpc.StatusMessage;
import dev.webendpoints.modal.grpc.TokenAuthentication;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Handles calls before the gRPC server. Passes on calls that the server implements, with the authority that gRPC would
 * hide. Answers any other call here, because the status message is all that the client shows for an unknown call. A
 * call is passed on through the {@link CallEntrance}.
 */
@ApplicationScoped
public class CallRoute {

    private static final Logger LOG = Logger.getLogger(CallRoute.class);

    private static final String PREFIX = "/" + ModalClientGrpc.SERVICE_NAME + "/";
    private static final int BEFORE_GRPC = -1;

    /** Callers without a credential may use one in this many bytes of the memory for messages. */
    private static final int SHARE_OF_STRANGERS = 64;

    /** Names that are safe to repeat to the client and in the log. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]{1,64}");

    private static final Set<String> ANSWERED = ModalClientGrpc.getServiceDescriptor().getMethods().stream()
            .map(MethodDescriptor::getBareMethodName)
            .collect(Collectors.toUnmodifiableSet());

    private final TokenAuthentication authentication;
    private final AdmittedCalls admitted;
    private final DatabaseWatch database;
    private final MessageMemory memory;
    private final MessageMemory memoryOfStrangers;
    private final CallEntrance entrance;

    CallRoute(
            TokenAuthentication authentication,
            AdmittedCalls admitted,
            DatabaseWatch database,
            MessageMemory memory,
            CallEntrance entrance) {
        this.database = database;
        this.authentication = authentication;
        this.admitted = admitted;
        this.memory = memory;
        this.memoryOfStrangers = memory.part(SHARE_OF_STRANGERS);
        this.entrance = entrance;
    }

    void register(@Observes Router controlPort) {
        controlPort.route(PREFIX + "*").order(BEFORE_GRPC).handler(this::onCall);
    }

    private void onCall(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (admitted.isAdmitted(request.getHeader(AdmittedCalls.HEADER))) {
            routing.addHeadersEndHandler(
                    end -> StatusMessage.rewrite(request.response().headers()));
            routing.next();
            return;
        }
        String rpc = request.path().substring(PREFIX.length());
        if (AnonymousCalls.include(rpc) && request.version() == HttpVersion.HTTP_2) {
            passOn(request, Caller.anonymous(RemoteNetwork.address(request)), memoryOfStrangers);
        } else if (ANSWERED.contains(rpc) || request.version() != HttpVersion.HTTP_2) {
            admit(routing);
        } else {
            refuseUnknown(request, PLAIN.matcher(rpc).matches() ? rpc : "This call");
        }
    }

    /** Authenticates by the headers before any byte of the message is read. */
    private void admit(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        request.pause();
        database.guard(authentication.by(
                        header(request, CallHeaders.TOKEN_ID),
                        header(request, CallHeaders.TOKEN_SECRET),
                        RemoteNetwork.address(request)))
                .subscribe()
                .with(caller -> passOn(request, caller, memory), failure -> onNotAdmitted(routing, failure));
    }

    private static void onNotAdmitted(RoutingContext routing, Throwable failure) {
        if (failure instanceof CallRejected || failure instanceof InvalidCredentials) {
            CallEntrance.refuse(routing.request(), Status.Code.UNAUTHENTICATED, failure.getMessage());
        } else if (failure instanceof TooManyFailures) {
            CallEntrance.refuse(routing.request(), Status.Code.RESOURCE_EXHAUSTED, failure.getMessage());
        } else if (failure instanceof DatabaseUnavailable) {
            CallEntrance.refuse(routing.request(), Status.Code.UNAVAILABLE, failure.getMessage());
        } else {
            LOG.errorf(failure, "Authentication failed");
            CallEntrance.refuse(
                    routing.request(), Status.Code.UNAVAILABLE, "The server cannot tell now who calls; try again.");
        }
    }

    private void passOn(HttpServerRequest request, Caller caller, MessageMemory messages) {
        String authority = String.valueOf(request.authority());
        entrance.pass(
                request,
                caller,
                authority,
                UploadAuthority.of(authority, request.localAddress().hostAddress()),
                messages);
        request.resume();
    }

    private static void refuseUnknown(HttpServerRequest request, String rpc) {
        LOG.warnf("Unknown call: rpc=%s client=%s", rpc, version(request));
        CallEntrance.refuse(request, Status.Code.UNIMPLEMENTED, UnsupportedCalls.sentence(rpc));
    }

    private static Optional<String> header(HttpServerRequest request, CharSequence name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    private static String version(HttpServerRequest request) {
        String version = String.valueOf(request.getHeader(CallHeaders.CLIENT_VERSION));
        return PLAIN.matcher(version.replace(".", "")).matches() ? version : "unknown";
    }
}
