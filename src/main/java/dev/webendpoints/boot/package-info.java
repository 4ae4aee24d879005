/**
 * Wiring: the order of startup and shutdown, health, and the adapters of other packages' ports.
 *
 * <p>{@link dev.webendpoints.boot.Main} provides a database before Quarkus starts;
 * {@link dev.webendpoints.boot.ServerLifecycle} starts and drains everything else;
 * {@link dev.webendpoints.boot.WorkerRuntimeProducer} creates the pools. No other package may depend on this one.
 */
package dev.webendpoints.boot;
