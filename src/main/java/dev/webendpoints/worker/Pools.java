package dev.webendpoints.worker;

/** All pools of this server; the one door through which the gateway gets at workers. */
public interface Pools {

    /**
     * Asks for a worker of this version, starting one if none runs. Never blocks.
     *
     * @param method the web method to call; empty for a function
     * @return gives up waiting. After it, the waiter hears nothing more; a lease that was already granted
     *     stays the waiter's to release.
     */
    Runnable lease(FunctionKey key, String method, LeaseWaiter waiter);
}
