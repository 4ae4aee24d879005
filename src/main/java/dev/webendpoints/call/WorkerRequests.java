package dev.webendpoints.call;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.function.Consumer;

import dev.webendpoints.call.store.ClaimedInput;
import dev.webendpoints.lease.Lease;
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
                                    .putHeader("x-input", input.id())
                                    .putHeader("x-call", input.callId())
                                    .putHeader("x-format", Integer.toString(input.format()))
                                    .putHeader("x-method", input.method())
                                    .response()
                                    .onComplete(
                                            response -> ResponseFrames.read(response, maxPayload, listener),
                                            onLost::accept);
                            request.end(Buffer.buffer(args)).onComplete(end -> onSent.run());
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
