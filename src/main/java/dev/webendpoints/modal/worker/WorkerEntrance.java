package dev.webendpoints.modal.worker;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import dev.webendpoints.modal.grpc.CallEntrance;
import dev.webendpoints.modal.grpc.MessageMemory;
import io.grpc.Status;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
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

    /** Uploads and downloads, whose URLs cannot be guessed. */
    private static final Pattern TRANSFERS = Pattern.compile("/(blobs|results|volume-blocks)/[A-Za-z0-9_-]{1,8192}");

    /** Names that are safe to repeat in an answer. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]{1,64}");

    private static final BiConsumer<Cookie, HttpServerRequest> NO_COOKIES = (cookie, request) -> {};

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

    void onCall(HttpServerRequest received) {
        // As Quarkus wraps the requests of its own ports: its access log, which dev mode always has, needs it.
        HttpServerRequest request = new QuarkusRequestWrapper(received, NO_COOKIES);
        String path = request.path() == null ? "" : request.path();
        if (TRANSFERS.matcher(path).matches() && entrance.isOpen()) {
            transfer(request);
            return;
        }
        if (request.version() != HttpVersion.HTTP_2 || !path.startsWith(PREFIX)) {
            answer(request, HttpResponseStatus.NOT_FOUND);
            return;
        }
        String rpc = path.substring(PREFIX.length());
        if (WorkerCalls.areAllowed(rpc) && WorkerCalls.areAnswered(rpc)) {
            admit(request);
        } else {
            refuse(request, PLAIN.matcher(rpc).matches() ? rpc : "This call");
        }
    }

    /** Passes on an upload or a download: in a network of its own a worker reaches the control port only this way. */
    private void transfer(HttpServerRequest request) {
        if (begin(request)) {
            entrance.pass(request);
        } else {
            answer(request, HttpResponseStatus.SERVICE_UNAVAILABLE);
        }
    }

    private static void answer(HttpServerRequest request, HttpResponseStatus status) {
        request.response().setStatusCode(status.code()).end();
    }

    /** Counts a request until its stream has ended. Returns false if the worker has too many. */
    private boolean begin(HttpServerRequest request) {
        if (calls.incrementAndGet() > MAX_CALLS) {
            calls.decrementAndGet();
            return false;
        }
        AtomicBoolean ended = new AtomicBoolean();
        Handler<Void> end = ignored -> {
            if (ended.compareAndSet(false, true)) {
                calls.decrementAndGet();
            }
        };
        request.response().closeHandler(end);
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().endHandler(end);
        }
        return true;
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
        if (!begin(request)) {
            CallEntrance.refuse(
                    request, Status.Code.UNAVAILABLE, "The worker has " + MAX_CALLS + " calls in progress; try again.");
            return;
        }
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
