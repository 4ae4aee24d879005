package dev.webendpoints.gateway.relay.h1;

import java.nio.charset.StandardCharsets;

import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.client.OutputShutdown;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** Ends a client's connection, and detects that the client has left. */
final class LingeringClose {

    /** The only interim response that every client skips, even one that knows no other (RFC 9110 §15.2). */
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The first write to a client that left makes its kernel reset the connection; the second one then fails. */
    private static final int PROBES = 2;

    private final Channel channel;
    private final ClientLimits limits;
    private long drained;
    private long lingerBy = Long.MAX_VALUE;
    private boolean endsAnswer;
    private boolean flushed;
    private boolean callerDone;
    private int probes;

    LingeringClose(Channel channel, ClientLimits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    /** @param endsAnswer whether the end of the connection marks the end of the response */
    void onHead(boolean endsAnswer) {
        this.endsAnswer = endsAnswer;
    }

    void probe() {
        probes = 1;
        channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
    }

    void probeAgain(boolean stillWaiting) {
        if (stillWaiting && probes > 0 && probes < PROBES) {
            probes++;
            channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
        }
    }

    /** Flushes, shuts down the output, and waits a bounded time for the client to close. */
    void begin(boolean callerIsDone) {
        callerDone = callerIsDone;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            flushed = done.isSuccess();
            if (callerDone || !flushed) {
                close();
            } else {
                OutputShutdown.of(channel);
            }
        });
    }

    void onCallerDone() {
        callerDone = true;
        if (flushed) {
            close();
        }
    }

    /** Reads and discards, up to a bound. */
    void drain(ByteBuf buffer) {
        drained += buffer.readableBytes();
        buffer.release();
        if (drained > limits.drainBytes()) {
            close();
        }
    }

    void onSweep(long now) {
        if (!flushed) {
            return;
        }
        if (lingerBy == Long.MAX_VALUE) {
            lingerBy = now + limits.linger().toMillis();
        } else if (now >= lingerBy) {
            close();
        }
    }

    /** Ends a connection in the middle of a response, after flushing what was written of it. */
    void cut() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> close());
    }

    /** Closes immediately: with a reset if a normal close would mark the end of a response that is not fully sent. */
    void close() {
        if (endsAnswer && !flushed && channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.voidPromise());
        } else {
            channel.close();
        }
    }
}
