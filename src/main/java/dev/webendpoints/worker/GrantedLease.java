package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.webendpoints.lease.Lease;

/** A lease that runs {@code giveBack} at most once, however often it is released. */
final class GrantedLease implements Lease {

    private final String workerId;
    private final SocketAddress address;
    private final Runnable giveBack;
    private final AtomicBoolean released = new AtomicBoolean();

    GrantedLease(String workerId, SocketAddress address, Runnable giveBack) {
        this.workerId = workerId;
        this.address = address;
        this.giveBack = giveBack;
    }

    @Override
    public String workerId() {
        return workerId;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void release() {
        if (released.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
