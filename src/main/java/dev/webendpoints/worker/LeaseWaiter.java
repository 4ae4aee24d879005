package dev.webendpoints.worker;

/** Told exactly one of the two, perhaps before {@link Pools#lease} returns, otherwise on any thread. */
public interface LeaseWaiter {

    void onLease(Lease lease);

    void onRefused(LeaseRefusal refusal);
}
