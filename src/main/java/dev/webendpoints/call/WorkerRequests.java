package dev.webendpoints.call;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.webendpoints.call.store.ClaimedInput;
import dev.webendpoints.lease.Lease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/** Sends inputs to workers: an HTTP request with the arguments, whose response is a sequence of {@link ResponseFrames}. */
final class WorkerRequests {

    /** Above the number of inputs that any worker runs at a time. */
    private static final int CONNECTIONS_OF_A_WORKER = 10_000;

    private static final int IDLE_SECONDS = 60;
    private static final int CONNECT_MILLIS = 5_000;

    private final HttpClient client;
    private final int maxPayload;

    WorkerRequests(Vertx vertx, int maxPayload) {
        this.maxPayload = maxPayload;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_OF_A_WORKER)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setConnectTimeout(CONNECT_MILLIS)
                .setDecompressionSupported(false));
    }

    /** A request that was sent, or is about to be. */
    static final class Sent {

        private HttpClientRequest request;
        private boolean aborted;

        private void on(HttpClientRequest opened) {
            request = opened;
            if (aborted) {
                opened.reset();
            }
        }

        /** Closes the connection; the response's events may still follow. */
        void abort() {
            aborted = true;
            if (request != null) {
                request.reset();
            }
        }
    }

    /**
     * @param listener called on the event loop of the caller
     * @param onSent likewise, when the arguments are not needed any more
     */
    Sent send(Lease lease, ClaimedInput input, byte[] args, ResponseFrames.Listener listener, Runnable onSent) {
        return send(
                lease,
                input,
                request -> {
                    request.putHeader("x-input", input.id())
                            .putHeader("x-call", input.callId())
                            .putHeader("x-format", Integer.toString(input.format()));
                    return request.end(Buffer.buffer(args));
                },
                listener,
                onSent);
    }

    /**
     * Sends the inputs of a batch in one request, under the id of the first one's run. Each has one byte for the format
     * of its arguments, two each for the lengths of its id and of its call's id, four for that of the arguments
     * (big-endian), then these.
     */
    Sent sendAll(Lease lease, List<InputRun> runs, ResponseFrames.Listener listener, Runnable onSent) {
        // Not later: an input that is canceled meanwhile gives up its arguments.
        List<Buffer> frames = runs.stream().map(WorkerRequests::frame).toList();
        return send(
                lease,
                runs.get(0).input(),
                request -> {
                    request.putHeader("x-batch", Integer.toString(frames.size()))
                            .setChunked(true);
                    frames.forEach(request::write);
                    return request.end();
                },
                listener,
                onSent);
    }

    private static Buffer frame(InputRun run) {
        byte[] id = run.input().id().getBytes(StandardCharsets.US_ASCII);
        byte[] callId = run.input().callId().getBytes(StandardCharsets.US_ASCII);
        return Buffer.buffer()
                .appendByte((byte) run.input().format())
                .appendUnsignedShort(id.length)
                .appendUnsignedShort(callId.length)
                .appendInt(run.args().length)
                .appendBytes(id)
                .appendBytes(callId)
                .appendBytes(run.args());
    }

    private Sent send(
            Lease lease,
            ClaimedInput input,
            Function<HttpClientRequest, Future<Void>> body,
            ResponseFrames.Listener listener,
            Runnable onSent) {
        Sent sent = new Sent();
        Consumer<Throwable> onLost = listener::onLost;
        client.request(new RequestOptions()
                        .setServer(address(lease.address()))
                        .setHost("worker")
                        .setMethod(HttpMethod.POST)
                        .setURI("/"))
                .onComplete(
                        request -> {
                            sent.on(request);
                            request.exceptionHandler(onLost::accept);
                            request.putHeader("x-run", input.runId())
                                    .putHeader("x-method", input.method())
                                    .response()
                                    .onComplete(
                                            response -> ResponseFrames.read(response, maxPayload, listener),
                                            onLost::accept);
                            body.apply(request).onComplete(end -> onSent.run());
                        },
                        onLost::accept);
        return sent;
    }

    private static SocketAddress address(java.net.SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return SocketAddress.domainSocketAddress(unix.getPath().toString());
        }
        return SocketAddress.inetSocketAddress((InetSocketAddress) address);
    }

    void close() {
        client.close();
    }
}
