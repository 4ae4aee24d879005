package dev.webendpoints.modal;

import java.util.Collection;
import java.util.Optional;

/** Port: which of the absolute paths that a client names a worker of this server would see there. */
public interface ReachablePaths {

    /**
     * @param files absolute names
     * @param volumes absolute mount points
     * @return the first path that no worker would see, with a sentence about what would help; empty when all are seen
     */
    Optional<Unreachable> firstUnreachable(Collection<String> files, Collection<String> volumes);

    record Unreachable(String path, String remedy) {}
}
