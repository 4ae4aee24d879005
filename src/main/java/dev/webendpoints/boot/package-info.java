/**
 * Wiring: the order of startup and shutdown, and the adapters of other packages' ports.
 *
 * <p>{@link dev.webendpoints.boot.Main} provides a database before Quarkus starts;
 * {@link dev.webendpoints.boot.ServerLifecycle} starts and drains everything else; {@link dev.webendpoints.boot.WorkerRuntimeProducer}
 * creates the pools; {@link dev.webendpoints.boot.DeployedVersions} looks up the versions that they run;
 * {@link dev.webendpoints.boot.Rollout} switches them to new versions. No other package may depend on this one.
 */
package dev.webendpoints.boot;
