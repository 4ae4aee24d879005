package dev.webendpoints.gateway.relay.channel;

import io.netty.channel.Channel;

/** Pauses reads of a connection for several independent reasons: the connection is read while none of them is set. */
public final class ReadGate {

    /** There is no worker connection yet to forward the bytes to. */
    public static final int NO_UPSTREAM = 1;

    /** The other side does not accept what was written to it. */
    public static final int OTHER_SIDE_FULL = 2;

    /** The client sent its next request before the response to this one. */
    public static final int PIPELINED = 4;

    private final Channel channel;
    private int reasons;

    public ReadGate(Channel channel) {
        this.channel = channel;
    }

    /** Returns the gate of a request that was read completely; has no channel. */
    public static ReadGate ofReadRequest() {
        return new ReadGate(null);
    }

    public void pause(int reason) {
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

    public void resume(int reason) {
        if (reasons == 0) {
            return;
        }
        reasons &= ~reason;
        if (reasons == 0) {
            read(true);
        }
    }

    /** Pauses or resumes. */
    public void set(int reason, boolean paused) {
        if (paused) {
            pause(reason);
        } else {
            resume(reason);
        }
    }

    public void open() {
        resume(~0);
    }

    public boolean isPaused() {
        return reasons != 0;
    }
}
