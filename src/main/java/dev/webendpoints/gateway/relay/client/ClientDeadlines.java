package dev.webendpoints.gateway.relay.client;

import java.util.function.LongSupplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Decides when a client's connection has been slow for too long. All times are milliseconds on the loop's clock. */
public final class ClientDeadlines {

    private final LongSupplier unsentBytes;
    private final ClientLimits limits;
    private long headSince;
    private long lastRead;
    private long unsent;
    private long unsentSince;

    /** @param unsentBytes returns the number of bytes that this client has not taken yet */
    public ClientDeadlines(LongSupplier unsentBytes, ClientLimits limits, long now) {
        this.unsentBytes = unsentBytes;
        this.limits = limits;
        lastRead = now;
    }

    public void onRead(long now) {
        if (headSince == 0) {
            headSince = now;
        }
        lastRead = now;
    }

    /** A new head may begin. */
    public void onIdle(long now) {
        headSince = 0;
        lastRead = now;
    }

    public boolean headIsLate(long now) {
        return headSince != 0 && now - headSince > limits.headDeadline().toMillis();
    }

    /** Returns when the last byte was read from the client, or when it became idle. */
    public long lastRead() {
        return lastRead;
    }

    public boolean idleTooLong(long now) {
        return now - lastRead > limits.keepAlive().toMillis();
    }

    /**
     * Returns whether the client has sent nothing of its body for too long.
     *
     * @param isCallersTurn whether silence counts: not before the exchange has a worker, nor before the client's 100
     */
    boolean bodyIsLate(boolean isCallersTurn, long now) {
        if (!isCallersTurn) {
            lastRead = now;
        }
        return now - lastRead > limits.bodyIdle().toMillis();
    }

    /** Returns the number of bytes that this client has not taken yet. */
    public long waiting() {
        return unsentBytes.getAsLong();
    }

    /** Returns the number of bytes pending in the connection's own outbound buffer. */
    public static long waiting(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Returns whether bytes are pending for this client and none of them has left for too long. */
    public boolean readerIsStuck(long now) {
        long waiting = waiting();
        if (waiting == 0 || waiting != unsent) {
            unsent = waiting;
            unsentSince = now;
            return false;
        }
        return now - unsentSince > limits.writeIdle().toMillis();
    }
}
