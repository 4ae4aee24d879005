package dev.webendpoints.worker.process.sandbox;

import java.util.List;

/**
 * The confinement of forked workers, part of the specification that their zygote reads.
 *
 * @param base mounts of every worker
 * @param ids number of user ids of every worker; 1 for its user's only
 * @param processes maximum number of processes and threads of one worker, over all ids
 */
public record ForkConfinement(List<BindMount> base, int ids, int processes) {}
