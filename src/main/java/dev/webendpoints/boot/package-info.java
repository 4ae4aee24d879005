/**
 * Wiring: what starts and stops in which order, and who answers which port of another package.
 *
 * <p>{@link dev.webendpoints.boot.Main} sees to a database before Quarkus starts;
 * {@link dev.webendpoints.boot.Lifecycle} starts the rest and drains it; {@link dev.webendpoints.boot.Workers} makes the
 * pools, {@link dev.webendpoints.boot.DeployedVersions} tells them what to run and {@link dev.webendpoints.boot.PoolSwitch}
 * when that has changed. No other package may depend on this one.
 */
package dev.webendpoints.boot;
