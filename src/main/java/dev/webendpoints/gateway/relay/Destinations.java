package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Answer;

/** Where one request may get the right to use a worker. */
public interface Destinations {

    /**
     * Asks for a worker; never blocks.
     *
     * @return gives up waiting; after it the waiter may still get a grant that was on its way, and must release it
     */
    Runnable ask(Waiter waiter);

    /** Told exactly one of the two, perhaps before {@link #ask} returns, otherwise on any thread. */
    interface Waiter {

        void onGranted(Grant grant);

        void onRefused(Answer answer);
    }
}
