/**
 * Calls of functions by the Modal client, from outside and between functions.
 *
 * <p>{@link dev.webendpoints.call.CallSubmission} starts a call and stores its inputs ({@link dev.webendpoints.call.store}),
 * {@link dev.webendpoints.call.CallReader} reads outputs. Inputs wait in the database; a {@code CallQueue} for each function and combination of parameter values claims as many as may wait for a
 * lease at a time. An {@code InputRun} takes a lease of the function's pool, as a request does, and sends the input to the
 * worker's private socket ({@code WorkerRequests}, {@code ResponseFrames}). How it ends goes through the
 * {@code CallDispatcher}: the input is repeated ({@link dev.webendpoints.function.CallRetries}), runs again because its
 * worker has died, or the {@code OutputWriter} writes its output and {@link dev.webendpoints.database.WaitSignals} wakes those who wait for it.
 * {@code ServerPresence} takes over what a dead server was running.
 */
package dev.webendpoints.call;
