/**
 * Worker pools and the leases on their workers.
 *
 * <p>{@link dev.webendpoints.worker.WorkerPools} keeps one {@code FunctionPool} for each function and combination of
 * parameter values. Its {@code LeaseAdmission} holds the waiting requests. Its {@code VersionSet} holds the {@code VersionPool}
 * of the target version and that of the previous version, which serves until the target is ready. {@code WorkerLauncher} scales
 * the target. Each {@code Worker} is in one {@link dev.webendpoints.worker.WorkerState}. A group changes under a short
 * lock; callbacks run after the lock is released. {@code scaling} decides the number of workers; time comes from an
 * {@link java.time.InstantSource} and a tick.
 *
 * <p>Must not know how a worker runs: that is behind the port {@link dev.webendpoints.worker.WorkerRuntime}. Must not
 * know HTTP either: the gateway uses {@link dev.webendpoints.lease.Pools} and holds a
 * {@link dev.webendpoints.lease.Lease}.
 */
package dev.webendpoints.worker;
