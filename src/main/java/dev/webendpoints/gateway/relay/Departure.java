package dev.webendpoints.gateway.relay;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;

/** The ways in which a caller's connection ends, and how we find out that the caller has left. */
final class Departure {

    /** The only interim answer that every client skips, those included that know no other (RFC 9110 §15.2). */
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A first write to a caller who left makes its kernel reset the connection; the second one fails by that. */
    private static final int PROBES = 2;

    private final Channel channel;
    private final RelaySettings.ClientLimits limits;
    private long drained;
    private long lingerBy = Long.MAX_VALUE;
    private boolean flushed;
    private boolean callerDone;
    private int probes;

    Departure(Channel channel, RelaySettings.ClientLimits limits) {
        this.channel = channel;
        this.limits = limits;
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

    /**
     * Flushes, says that nothing more will come, and waits a little for the caller to hang up.
     *
     */
    void begin(boolean callerIsDone) {
        callerDone = callerIsDone;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            flushed = true;
            if (callerDone || !done.isSuccess()) {
                channel.close();
            } else {
                ((DuplexChannel) channel).shutdownOutput();
            }
        });
    }

    void onCallerDone() {
        callerDone = true;
        if (flushed) {
            channel.close();
        }
    }

    /** Reads on into nothing, up to a bound. */
    void drain(ByteBuf buffer) {
        drained += buffer.readableBytes();
        buffer.release();
        if (drained > limits.drainBytes()) {
            channel.close();
        }
    }

    void onSweep(long now) {
        if (!flushed) {
            return;
        }
        if (lingerBy == Long.MAX_VALUE) {
            lingerBy = now + limits.linger().toMillis();
        } else if (now >= lingerBy) {
            channel.close();
        }
    }

    /**
     * Ends a connection in the middle of an answer, after what was written of it.
     *
     * @param looksComplete whether an ordinary end would look like the answer's; then it is reset
     */
    void cut(boolean looksComplete) {
        if (looksComplete) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
            });
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
