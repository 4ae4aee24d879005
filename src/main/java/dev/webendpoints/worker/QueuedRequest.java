package dev.webendpoints.worker;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseWaiter;

/** A request that waits for a lease. Its listener receives one event, or none once the request has given up. */
final class QueuedRequest {

    private static final Logger LOG = Logger.getLogger(QueuedRequest.class);

    final String method;
    final String callId;
    private final LeaseWaiter listener;
    private final AtomicBoolean settled = new AtomicBoolean();

    QueuedRequest(String method, String callId, LeaseWaiter listener) {
        this.method = method;
        this.callId = callId;
        this.listener = listener;
    }

    /** @return whether the request was still waiting */
    boolean giveUp() {
        return settled.compareAndSet(false, true);
    }

    /** Called without a lock held. Releases the lease if the request has given up or the listener throws. */
    void tell(Lease lease) {
        if (!settled.compareAndSet(false, true)) {
            lease.release();
            return;
        }
        try {
            listener.onLease(lease);
        } catch (RuntimeException e) {
            lease.release();
            LOG.errorf(e, "Lease listener failed: worker=%s", lease.workerId());
        }
    }

    /** Called without a lock held. */
    void tell(LeaseRefusal refusal) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        try {
            listener.onRefused(refusal);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Refusal listener failed: reason=%s", refusal.reason());
        }
    }
}
