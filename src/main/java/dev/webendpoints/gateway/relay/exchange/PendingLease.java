package dev.webendpoints.gateway.relay.exchange;

import java.util.concurrent.RejectedExecutionException;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.relay.admission.LeaseSource;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.lease.Lease;
import io.netty.channel.EventLoop;

/**
 * The lease of one exchange on a worker, from the request for it to its release. A requested lease is granted, refused
 * or canceled. A granted lease is released exactly once, even if it arrives after the cancellation. The outcome may
 * arrive on any thread and is handled on the exchange's loop.
 */
final class PendingLease implements LeaseSource.Waiter {

    /** Receives the outcome of each request for a lease, unless it was canceled. */
    interface Owner {

        void onLease();

        void onNoLease(OutcomeReason reason, GatewayResponse answer);
    }

    private final EventLoop loop;
    private final LeaseSource leases;
    private final byte[] callId;
    private final Owner owner;
    private boolean waiting;
    private Runnable giveUp;
    private Lease lease;

    PendingLease(EventLoop loop, LeaseSource leases, byte[] callId, Owner owner) {
        this.loop = loop;
        this.leases = leases;
        this.callId = callId;
        this.owner = owner;
    }

    /** Requests a lease. Calls the owner, possibly before this returns. */
    void ask() {
        waiting = true;
        Runnable cancel = leases.ask(callId, this);
        if (waiting) {
            giveUp = cancel;
        }
    }

    /** Returns the granted lease, until {@link #end}. */
    Lease lease() {
        return lease;
    }

    @Override
    public void onGranted(Lease granted) {
        if (loop.inEventLoop()) {
            toGranted(granted);
            return;
        }
        try {
            loop.execute(() -> toGranted(granted));
        } catch (RejectedExecutionException e) {
            granted.release();
        }
    }

    private void toGranted(Lease granted) {
        if (!waiting) {
            granted.release();
            return;
        }
        toAnswered();
        lease = granted;
        owner.onLease();
    }

    @Override
    public void onRefused(GatewayResponse answer, OutcomeReason reason) {
        if (loop.inEventLoop()) {
            toRefused(answer, reason);
            return;
        }
        try {
            loop.execute(() -> toRefused(answer, reason));
        } catch (RejectedExecutionException e) {
            // The loop has stopped and closed the client's connection: there is nothing to notify.
        }
    }

    private void toRefused(GatewayResponse answer, OutcomeReason reason) {
        if (waiting) {
            toAnswered();
            owner.onNoLease(reason, answer);
        }
    }

    private void toAnswered() {
        waiting = false;
        giveUp = null;
    }

    /**
     * Cancels the request, or ends the granted lease.
     *
     * @param complete whether the response is complete, or nothing was sent to the worker
     */
    void end(boolean complete) {
        Runnable cancel = giveUp;
        toAnswered();
        if (cancel != null) {
            cancel.run();
        }
        if (lease == null) {
            return;
        }
        if (complete) {
            lease.release();
        } else {
            lease.abandon();
        }
        lease = null;
    }
}
