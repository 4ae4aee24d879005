package dev.webendpoints.gateway.relay;

import java.util.function.LongSupplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** When a caller's connection has been slow for too long. All times in milliseconds on the loop's clock. */
final class ClientDeadlines {

    private final LongSupplier unsentBytes;
    private final RelaySettings.ClientLimits limits;
    private long headSince;
    private long lastRead;
    private long unsent;
    private long unsentSince;

    /** @param unsentBytes bytes that this caller did not take yet */
    ClientDeadlines(LongSupplier unsentBytes, RelaySettings.ClientLimits limits, long now) {
        this.unsentBytes = unsentBytes;
        this.limits = limits;
        lastRead = now;
    }

    void onRead(long now) {
        if (headSince == 0) {
            headSince = now;
        }
        lastRead = now;
    }

    /** A new head may begin. */
    void onIdle(long now) {
        headSince = 0;
        lastRead = now;
    }

    boolean headIsLate(long now) {
        return headSince != 0 && now - headSince > limits.headDeadline().toMillis();
    }

    /** When the caller was last heard, or became idle. */
    long lastRead() {
        return lastRead;
    }

    boolean idleTooLong(long now) {
        return now - lastRead > limits.keepAlive().toMillis();
    }

    /**
     * Whether the caller has sent nothing of its body for too long.
     *
     * @param isCallersTurn whether silence counts: not before there is a worker, nor before the caller's 100
     */
    boolean bodyIsLate(boolean isCallersTurn, long now) {
        if (!isCallersTurn) {
            lastRead = now;
        }
        return now - lastRead > limits.bodyIdle().toMillis();
    }

    /** Bytes that this caller did not take yet. */
    long waiting() {
        return unsentBytes.getAsLong();
    }

    /** Bytes that wait in a connection's own buffer. */
    static long waiting(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Whether bytes wait for this caller, and none of them has left for too long. */
    boolean readerIsStuck(long now) {
        long waiting = waiting();
        if (waiting == 0 || waiting != unsent) {
            unsent = waiting;
            unsentSince = now;
            return false;
        }
        return now - unsentSince > limits.writeIdle().toMillis();
    }
}
