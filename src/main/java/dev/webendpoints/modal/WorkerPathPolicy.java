package dev.webendpoints.modal;

import java.util.Collection;
import java.util.Optional;

/** Port: checks which absolute paths of a client are visible to a worker of this server. */
public interface WorkerPathPolicy {

    /**
     * @param files absolute names
     * @param volumes absolute mount points
     * @return the first path that no worker would see, with advice; empty if all are visible
     */
    Optional<Unreachable> firstUnreachable(Collection<String> files, Collection<String> volumes);

    record Unreachable(String path, String remedy) {}
}
