package dev.webendpoints.gateway.relay;

import io.netty.channel.Channel;

/** Whether a connection is read, which has several owners: it is while nobody has a reason against it. */
final class ReadGate {

    /** No worker's connection yet to put the bytes in. */
    static final int NO_UPSTREAM = 1;

    /** The other side does not take what we have written to it. */
    static final int OTHER_SIDE_FULL = 2;

    /** The caller sent its next request before the answer to this one. */
    static final int PIPELINED = 4;

    private final Channel channel;
    private int reasons;

    ReadGate(Channel channel) {
        this.channel = channel;
    }

    /** Of a request that has been read. */
    static ReadGate ofNobody() {
        return new ReadGate(null);
    }

    void pause(int reason) {
        if (reasons == 0) {
            read(false);
        }
        reasons |= reason;
    }

    private void read(boolean on) {
        if (channel != null) {
            channel.config().setAutoRead(on);
        }
    }

    void resume(int reason) {
        if (reasons == 0) {
            return;
        }
        reasons &= ~reason;
        if (reasons == 0) {
            read(true);
        }
    }

    void open() {
        resume(~0);
    }

    boolean isPaused() {
        return reasons != 0;
    }
}
