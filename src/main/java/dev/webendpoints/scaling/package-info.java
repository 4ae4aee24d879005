/**
 * Decides the number of workers of a pool.
 *
 * <p>{@link dev.webendpoints.scaling.Autoscaler} takes an {@link dev.webendpoints.scaling.PoolObservation}, a
 * {@link dev.webendpoints.scaling.ScalingPolicy} and an instant, and returns a {@link dev.webendpoints.scaling.ScalingDecision}. An
 * observation contains the history of the pool as an immutable {@link dev.webendpoints.scaling.TrafficStatistics}, from which a
 * {@code ScaleUp} is computed. {@link dev.webendpoints.scaling.ExponentialBackoff} computes the delay after failed starts.
 * Everything here is a pure function: no clock, no thread, no mutable state, no dependency but the JDK.
 */
package dev.webendpoints.scaling;
