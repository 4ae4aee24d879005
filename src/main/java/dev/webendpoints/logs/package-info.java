/**
 * What workers print: bounded, ordered, readable by function, app and worker.
 *
 * <p>{@link dev.webendpoints.logs.WorkerLogs} keeps the last lines of each function in memory, in one
 * {@link dev.webendpoints.logs.Ring} for each. Knows nothing of workers but their names: who pumps lines in, and who
 * shows them, is elsewhere.
 */
package dev.webendpoints.logs;
