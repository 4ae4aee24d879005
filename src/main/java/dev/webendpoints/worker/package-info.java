/**
 * Pools of workers, and the leases on them.
 *
 * <p>{@link dev.webendpoints.worker.WorkerPools} keeps one {@code FunctionGroup} for each function: who waits is its
 * {@code Admission}'s; the {@code VersionPool} of the version that should serve, and the one that serves until that is
 * ready, are in its {@code Lineup}; {@code Starts} scales the former. Each {@code Worker} there is in one {@link dev.webendpoints.worker.WorkerState}. A group changes in turns, under a short lock; whoever
 * must be told is told afterwards. How many workers there should be is decided in {@code scaling}; time comes from an
 * {@link java.time.InstantSource} and a tick.
 *
 * <p>Must not know how a worker runs: that is behind the port {@link dev.webendpoints.worker.WorkerRuntime}. Must not
 * know HTTP either: the gateway sees {@link dev.webendpoints.worker.Pools} and holds a
 * {@link dev.webendpoints.worker.Lease}.
 */
package dev.webendpoints.worker;
