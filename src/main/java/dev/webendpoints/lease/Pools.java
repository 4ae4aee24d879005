package dev.webendpoints.lease;

import dev.webendpoints.function.FunctionKey;

/** All pools of this server. The gateway reaches workers only through this interface. */
public interface Pools {

    /** Stands for a web method in {@link #lease}: the address that takes calls of the Modal client. */
    String CALLS = "()";

    /**
     * Requests a lease on a worker of this version, and starts a worker if none runs. Does not block.
     *
     * @param method the web method to call; empty for a function
     * @param callId id of the call, {@code fc-…}, by which the worker reports on it
     * @return cancels the wait. After that the waiter receives no event; it must still release a lease that it received
     *     before.
     */
    Runnable lease(FunctionKey key, String method, String callId, LeaseWaiter waiter);

    /** Removes a function: refuses waiting requests, lets running ones finish within their timeout, stops workers. */
    void retire(String functionId);

    /**
     * Writes to the app's log why a call by the function's own code waits, if it waits for its own caller: no worker is
     * free, and no other one may start. At most once a minute.
     */
    void explainWait(FunctionKey key);

    /** Returns the number of workers of a function, also of those that start or end. */
    int workers(String functionId);
}
