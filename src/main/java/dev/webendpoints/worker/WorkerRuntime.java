package dev.webendpoints.worker;

/**
 * Port: runs workers. One adapter runs them as local processes; the port also fits an adapter that requests them from a
 * cluster. Therefore a start is only a request, and its progress is reported by events.
 */
public interface WorkerRuntime {

    /**
     * Begins to start a worker. Returns immediately and reports no event before it has returned; a start that cannot
     * begin is reported as {@link WorkerEvents#onFailed}.
     *
     * @param workerId {@code ta-…}, chosen by the caller and never reused
     */
    WorkerHandle start(String workerId, FunctionVersion version, WorkerEvents events);

    /**
     * Returns whether each worker of this version has a port space of its own. Does not block; returns false while this
     * is not known yet.
     */
    default boolean separatesPorts(FunctionVersion version) {
        return false;
    }

    /**
     * Prepares for the first start of a worker of this version, for example by warming up a zygote. Returns immediately;
     * a failure has no consequences.
     */
    default void prepare(FunctionVersion version) {}
}
