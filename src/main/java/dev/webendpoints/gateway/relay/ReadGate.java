package dev.webendpoints.gateway.relay;

import io.netty.channel.Channel;

/** Pauses reads of a connection for several independent reasons: the connection is read while none of them is set. */
final class ReadGate {

    /** There is no worker connection yet to forward the bytes to. */
    static final int NO_UPSTREAM = 1;

    /** The other side does not accept what was written to it. */
    static final int OTHER_SIDE_FULL = 2;

    /** The client sent its next request before the response to this one. */
    static final int PIPELINED = 4;

    private final Channel channel;
    private int reasons;

    ReadGate(Channel channel) {
        this.channel = channel;
    }

    /** Returns the gate of a request that was read completely; has no channel. */
    static ReadGate ofReadRequest() {
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

    /** Pauses or resumes. */
    void set(int reason, boolean paused) {
        if (paused) {
            pause(reason);
        } else {
            resume(reason);
        }
    }

    void open() {
        resume(~0);
    }

    boolean isPaused() {
        return reasons != 0;
    }
}
