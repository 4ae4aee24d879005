package dev.webendpoints.api.port;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;

/**
 * State of one connection of the control port, from its acceptance: its open requests, and the deadlines for the client
 * to send a request head and to receive a response. Modified only on the channel's event loop, except by
 * {@link #close()}; read by any thread. Times are in nanoseconds.
 */
final class ControlConnection extends ChannelInboundHandlerAdapter {

    /** A time that is never reached. */
    static final long NEVER = Long.MAX_VALUE;

    /** The number of the single open request of HTTP/1.1, corresponding to a stream id of HTTP/2. */
    static final int ONLY = 0;

    private static final AttributeKey<ControlConnection> KEY =
            AttributeKey.valueOf(ControlConnection.class, "connection");
    private static final byte[] TIMEOUT = ("HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain\r\n"
                    + "Connection: close\r\nContent-Length: 42\r\n\r\nThe request was not complete soon enough.\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final String HTTP2_PREFACE = "PRI";

    private final ControlConnections all;
    private final Channel channel;
    private final Map<Integer, OpenRequest> requests = new HashMap<>();

    /** Number of open counted requests; {@link #close()} resets it and subtracts it from the total. */
    private final AtomicInteger counted = new AtomicInteger();

    private boolean http2;
    private boolean answering;
    private boolean followsStreams;
    private volatile boolean closing;
    private volatile long headDeadline = NEVER;
    private volatile long idleSince;
    private volatile long oldestRequest = NEVER;
    private volatile long requestDeadline = NEVER;

    /**
     * @param isCounted whether {@link ControlPortConfig#maxRequests()} applies to the request
     * @param begun when its head was received
     * @param deadline when it must have ended
     */
    private record OpenRequest(boolean isCounted, long begun, long deadline) {}

    ControlConnection(ControlConnections all, Channel channel) {
        this.all = all;
        this.channel = channel;
        idleSince = all.now();
        channel.attr(KEY).set(this);
        channel.closeFuture().addListener(closed -> onClosed());
    }

    /** Returns the connection of a channel, or null if the channel does not belong to the control port. */
    static ControlConnection of(Channel channel) {
        return channel.attr(KEY).get();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!http2 && headDeadline == NEVER && requests.isEmpty() && message instanceof ByteBuf bytes) {
            http2 = bytes.toString(StandardCharsets.US_ASCII).startsWith(HTTP2_PREFACE);
            headDeadline = http2 ? NEVER : all.now() + all.headTimeout();
        }
        context.fireChannelRead(message);
    }

    /**
     * Records that the head of a request was received.
     *
     * @param isCounted whether {@link ControlPortConfig#maxRequests()} applies to the request
     * @param allowed time limit of the whole request, or {@link #NEVER}
     */
    void onRequest(int number, boolean isCounted, long allowed) {
        if (closing || !channel.isOpen()) {
            return;
        }
        long now = all.now();
        headDeadline = NEVER;
        idleSince = NEVER;
        answering = false;
        requests.put(number, new OpenRequest(isCounted, now, allowed == NEVER ? NEVER : now + allowed));
        publish();
        if (isCounted) {
            counted.incrementAndGet();
            all.onRequest();
        }
    }

    /** Records that the head of the response was written. */
    void onAnswer() {
        answering = true;
    }

    /** Records that a request and its response are complete; a second call has no effect. */
    void onEnd(int number) {
        OpenRequest ended = requests.remove(number);
        if (ended == null) {
            return;
        }
        publish();
        if (requests.isEmpty()) {
            idleSince = all.now();
        }
        if (ended.isCounted && counted.getAndUpdate(open -> Math.max(0, open - 1)) > 0) {
            all.onEnd(1);
        }
    }

    int openRequests() {
        return requests.size();
    }

    /** Returns whether this was called before: the first caller registers the listener for ends of HTTP/2 streams. */
    boolean followsStreams() {
        boolean before = followsStreams;
        followsStreams = true;
        return before;
    }

    private void publish() {
        long oldest = NEVER;
        long deadline = NEVER;
        for (OpenRequest request : requests.values()) {
            oldest = request.isCounted ? Math.min(oldest, request.begun) : oldest;
            deadline = Math.min(deadline, request.deadline);
        }
        oldestRequest = oldest;
        requestDeadline = deadline;
    }

    private void onClosed() {
        requests.keySet().stream().toList().forEach(this::onEnd);
        all.onClosed(this);
    }

    /** Returns since when the connection has had no open request; {@link #NEVER} if it has one or is closing. */
    long idleSince() {
        return closing ? NEVER : idleSince;
    }

    /** Returns when its oldest counted request began; {@link #NEVER} if it has none or is closing. */
    long oldestRequest() {
        return closing ? NEVER : oldestRequest;
    }

    boolean isLate(long now) {
        return now > headDeadline || now > requestDeadline;
    }

    /** Closes the connection, which counts as closed immediately. Thread-safe. */
    void close() {
        closing = true;
        all.onEnd(counted.getAndSet(0));
        channel.eventLoop().execute(this::cut);
    }

    /** Closes the connection, after a 408 unless a response has begun or it is HTTP/2. Thread-safe. */
    void closeLate() {
        channel.eventLoop().execute(() -> {
            if (http2 || answering) {
                cut();
            } else {
                channel.pipeline()
                        .firstContext()
                        .writeAndFlush(Unpooled.wrappedBuffer(TIMEOUT))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        });
    }

    /** Bypasses the rest of the pipeline, where HTTP/2 would wait for its streams. */
    private void cut() {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }
}
