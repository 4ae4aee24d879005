package dev.webendpoints.worker;

/**
 * Port: where workers run. One adapter runs them as local processes; the port also fits one that asks a cluster for
 * them, which is why a start is only a request and all that follows is told by events.
 */
public interface WorkerRuntime {

    /**
     * Begins to start a worker. Returns at once and tells nothing before it has returned; a start that cannot even
     * begin is told as {@link WorkerEvents#onFailed}.
     *
     * @param workerId {@code ta-…}, chosen by the caller and never used twice
     */
    WorkerHandle start(String workerId, FunctionVersion version, WorkerEvents events);

    /**
     * Whether each worker of this version has its ports for itself, whatever other workers listen on. Does not block; false
     * also where it is not known yet.
     */
    default boolean separatesPorts(FunctionVersion version) {
        return false;
    }
}
