/**
 * Decides the number of workers of a pool.
 *
 * <p>{@link dev.webendpoints.scaling.Autoscaler} takes an {@link dev.webendpoints.scaling.Observation}, a
 * {@link dev.webendpoints.scaling.Policy} and an instant, and returns a {@link dev.webendpoints.scaling.Decision}. An
 * observation contains the history of the pool as an immutable {@link dev.webendpoints.scaling.Traffic}, from which a
 * {@code Shortage} is computed. {@link dev.webendpoints.scaling.Backoff} computes the delay after failed starts.
 * Everything here is a pure function: no clock, no thread, no mutable state, no dependency but the JDK.
 */
package dev.webendpoints.scaling;
