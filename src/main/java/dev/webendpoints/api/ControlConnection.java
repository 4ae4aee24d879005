package dev.webendpoints.api;

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
 * One connection of the control port, from when it is accepted: which requests are open on it, and until when its caller
 * must have sent a head, or taken an answer. Changes on the channel's event loop alone; other threads read. Times are in
 * nanoseconds.
 */
final class ControlConnection extends ChannelInboundHandlerAdapter {

    /** A time that does not come. */
    static final long NEVER = Long.MAX_VALUE;

    /** The number of the one request that HTTP/1.1 has open, as HTTP/2 numbers its streams. */
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

    /** Those of the open requests that the bound counts, and that were not taken back when the connection was closed. */
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
     * @param isCounted whether it is one of those that {@link ControlPortConfig#maxRequests()} bounds
     * @param begun when its head was here
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

    /** That of a channel, or null when the channel is not one of the control port's. */
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
     * A request's head is here.
     *
     * @param isCounted whether it is one of those that {@link ControlPortConfig#maxRequests()} bounds
     * @param allowed for all of it, or {@link #NEVER}
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

    /** The answer's head was written. */
    void onAnswer() {
        answering = true;
    }

    /** The last of a request and of its answer have gone through; a second call does nothing. */
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

    /** Whether this was asked before: the first who asks follows the ends of its HTTP/2 streams. */
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

    /** Since when it has had no open request; {@link #NEVER} while it has one, or closes. */
    long idleSince() {
        return closing ? NEVER : idleSince;
    }

    /** When the oldest of its counted requests began; {@link #NEVER} without one, or when it closes. */
    long oldestRequest() {
        return closing ? NEVER : oldestRequest;
    }

    boolean isLate(long now) {
        return now > headDeadline || now > requestDeadline;
    }

    /** From any thread. It counts as closed from now on. */
    void close() {
        closing = true;
        all.onEnd(counted.getAndSet(0));
        channel.eventLoop().execute(this::cut);
    }

    /** From any thread. Says why, where there is no answer yet that it would end up in. */
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

    /** Not through the pipeline, where HTTP/2 would wait for its streams. */
    private void cut() {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }
}
