package dev.webendpoints.modal.worker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import dev.webendpoints.modal.grpc.CallEntrance;
import dev.webendpoints.modal.grpc.MessageMemory;
import io.grpc.Status;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Passes on the calls of one worker that it may make, in its name, and within its limits. */
final class WorkerEntrance {

    /** The client opens one; each program that the worker starts may open another. */
    static final int MAX_CONNECTIONS = 16;

    /**
     * Concurrent calls of one worker, most of which wait for the result of a function. The client waits with further
     * calls of one connection; those of more connections are refused, which it repeats.
     */
    static final int MAX_CALLS = 512;

    private static final Logger LOG = Logger.getLogger(WorkerEntrance.class);

    private static final String PREFIX = "/" + ModalClientGrpc.SERVICE_NAME + "/";

    /** Names that are safe to repeat in an answer. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]{1,64}");

    private final CallEntrance entrance;
    private final MessageMemory memory;
    private final String authority;
    private final Uni<Caller> lookup;
    private final String taskId;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Caller caller;

    /**
     * @param authority host and port of the control port
     * @param lookup looks up the worker as a caller
     */
    WorkerEntrance(CallEntrance entrance, MessageMemory memory, String authority, Uni<Caller> lookup, String taskId) {
        this.entrance = entrance;
        this.memory = memory;
        this.authority = authority;
        this.lookup = lookup;
        this.taskId = taskId;
    }

    void onCall(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (request.version() != HttpVersion.HTTP_2 || !path.startsWith(PREFIX)) {
            request.response()
                    .setStatusCode(HttpResponseStatus.NOT_FOUND.code())
                    .end();
            return;
        }
        String rpc = path.substring(PREFIX.length());
        if (WorkerCalls.areAllowed(rpc) && WorkerCalls.areAnswered(rpc)) {
            admit(request);
        } else {
            refuse(request, PLAIN.matcher(rpc).matches() ? rpc : "This call");
        }
    }

    private void refuse(HttpServerRequest request, String rpc) {
        LOG.debugf("Call of a worker refused: rpc=%s worker=%s", rpc, taskId);
        if (WorkerCalls.areAnswered(rpc)) {
            CallEntrance.refuse(
                    request,
                    Status.Code.PERMISSION_DENIED,
                    "The code of a worker may not call " + rpc + "; use the Modal client outside of it.");
        } else {
            CallEntrance.refuse(
                    request, Status.Code.UNIMPLEMENTED, rpc + " is not supported by Web Endpoints in a worker.");
        }
    }

    private void admit(HttpServerRequest request) {
        if (!entrance.isOpen()) {
            CallEntrance.refuse(request, Status.Code.UNAVAILABLE, "The server is starting; try again.");
            return;
        }
        if (calls.incrementAndGet() > MAX_CALLS) {
            calls.decrementAndGet();
            CallEntrance.refuse(
                    request, Status.Code.UNAVAILABLE, "The worker has " + MAX_CALLS + " calls in progress; try again.");
            return;
        }
        request.response().closeHandler(closed -> calls.decrementAndGet());
        Caller known = caller;
        if (known != null) {
            pass(request, known);
            return;
        }
        request.pause();
        lookup.subscribe()
                .with(
                        found -> {
                            caller = found;
                            pass(request, found);
                            request.resume();
                        },
                        failure -> onNotFound(request, failure));
    }

    private void pass(HttpServerRequest request, Caller by) {
        entrance.pass(request, by, authority, authority, memory);
    }

    private void onNotFound(HttpServerRequest request, Throwable failure) {
        if (!(failure instanceof DatabaseUnavailable)) {
            LOG.errorf(failure, "Workspace of a worker not found: worker=%s", taskId);
        }
        CallEntrance.refuse(request, Status.Code.UNAVAILABLE, "The server cannot tell now who calls; try again.");
    }
}
