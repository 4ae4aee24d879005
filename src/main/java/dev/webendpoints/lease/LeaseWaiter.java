package dev.webendpoints.lease;

/** Receives exactly one of the two events, on any thread, possibly before {@link Pools#lease} returns. */
public interface LeaseWaiter {

    void onLease(Lease lease);

    void onRefused(LeaseRefusal refusal);
}
