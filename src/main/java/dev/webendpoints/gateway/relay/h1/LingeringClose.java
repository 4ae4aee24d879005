package dev.webendpoints.gateway.relay.h1;

import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.client.OutputShutdown;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** Ends a client's connection so that the client can read its last response. */
final class LingeringClose {

    private final Channel channel;
    private final ClientLimits limits;
    private long drained;
    private long lingerBy = Long.MAX_VALUE;
    private boolean endsAnswer;
    private boolean flushed;
    private boolean callerDone;

    LingeringClose(Channel channel, ClientLimits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    /** @param endsAnswer whether the end of the connection marks the end of the response */
    void onHead(boolean endsAnswer) {
        this.endsAnswer = endsAnswer;
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
