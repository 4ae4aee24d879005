package dev.webendpoints.gateway.relay.h1;

import java.nio.charset.StandardCharsets;

import dev.webendpoints.gateway.relay.client.ClientDeadlines;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;

/**
 * The end of a client's input. It may mean that the client left or only that it has nothing more to send; on the wire
 * both look the same. A write tells them apart, because a client that left resets the connection then: the response, if
 * it is being written, otherwise an interim response. See docs/decisions/0003-half-close.md. TLS has no half-close: a
 * client that closes there has left.
 */
final class HalfClose {

    /** The only interim response that every client skips, even one that knows no other (RFC 9110 §15.2). */
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The first write to a client that left makes its kernel reset the connection; the second one then fails. */
    private static final int PROBES = 2;

    private final Channel channel;
    private final ResponseWriter writer;
    private final ClientDeadlines deadlines;
    private boolean inputEnded;
    private int probes;

    HalfClose(Channel channel, ResponseWriter writer, ClientDeadlines deadlines) {
        this.channel = channel;
        this.writer = writer;
        this.deadlines = deadlines;
    }

    /** Returns whether this event of a channel is the end of its input. */
    static boolean isInputEnd(Object event) {
        return event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS;
    }

    void onInputEnd() {
        inputEnded = true;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /**
     * Returns whether the client, whose input has just ended, left while it was waiting for its response; sends a probe
     * if that cannot be known yet. An HTTP/1.0 client does not understand interim responses, and is considered gone.
     */
    boolean hasLeft() {
        if (channel.pipeline().get(SslHandler.class) != null) {
            return true;
        }
        if (writer.begun()) {
            return seemsLeft();
        }
        if (writer.isHttp10()) {
            return true;
        }
        probe();
        return false;
    }

    private void probe() {
        probes++;
        channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
    }

    /** Repeats the probe while the client waits for its response. */
    void probeAgain() {
        if (inputEnded && !writer.begun() && probes > 0 && probes < PROBES) {
            probe();
        }
    }

    /** Returns whether the input ended and no write is pending that would detect a client that left. */
    boolean seemsLeft() {
        return inputEnded && writer.quiet() && deadlines.waiting() == 0;
    }
}
