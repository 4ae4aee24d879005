/**
 * Decisions about how many workers there should be.
 *
 * <p>{@link dev.webendpoints.scaling.Autoscaler} takes an {@link dev.webendpoints.scaling.Observation}, a
 * {@link dev.webendpoints.scaling.Policy} and an instant, and answers a {@link dev.webendpoints.scaling.Decision}. What an
 * observation knows of the past is a {@link dev.webendpoints.scaling.Traffic}, made anew by each event; whether there is a
 * {@code Shortage} follows from it. {@link dev.webendpoints.scaling.Backoff} says how long to wait after failed starts.
 * Everything here is a pure function: no clock, no thread, no state, nothing but the JDK.
 */
package dev.webendpoints.scaling;
