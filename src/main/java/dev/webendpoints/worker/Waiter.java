package dev.webendpoints.worker;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

/** A request that asked for a lease; told one thing, or none once it gave up. */
final class Waiter {

    private static final Logger LOG = Logger.getLogger(Waiter.class);

    final String method;
    private final LeaseWaiter listener;
    private final AtomicBoolean settled = new AtomicBoolean();

    Waiter(String method, LeaseWaiter listener) {
        this.method = method;
        this.listener = listener;
    }

    /** @return whether it had still been waiting */
    boolean giveUp() {
        return settled.compareAndSet(false, true);
    }

    /** Called without any lock. A lease that nobody takes is given back here. */
    void tell(Lease lease) {
        if (!settled.compareAndSet(false, true)) {
            lease.release();
            return;
        }
        try {
            listener.onLease(lease);
        } catch (RuntimeException e) {
            lease.release();
            LOG.errorf(e, "a lease was not taken: worker=%s", lease.workerId());
        }
    }

    /** Called without any lock. */
    void tell(LeaseRefusal refusal) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        try {
            listener.onRefused(refusal);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a refusal was not taken: reason=%s", refusal.reason());
        }
    }
}
