/**
 * The networks of workers.
 *
 * <p>{@link dev.webendpoints.worker.process.network.NetworkIsolation} decides which workers have a network of their own,
 * as far as this machine supports it: it looks for a {@code NetworkStack} and tests it on a {@code NetworkProbe}. While a
 * worker with ports runs, its {@link dev.webendpoints.worker.process.network.AttachedNetwork} connects it with the
 * outside: {@code NetworkAgents} starts a {@code NetworkAgent}, which opens connections to the worker's ports, each a
 * {@link dev.webendpoints.lease.DialedAddress}, and runs the stack. Must not know how a worker is started.
 */
package dev.webendpoints.worker.process.network;
