/**
 * Log lines of workers: ordered, stored in bounded files, followed live, and kept after the worker and the server have
 * exited.
 *
 * <p>{@link dev.webendpoints.logs.WorkerLogs} is the entry point. A worker prints into its
 * {@link dev.webendpoints.logs.WorkerLog}; its app's {@link dev.webendpoints.logs.AppLog} assigns the line an id, keeps
 * it in memory and wakes the followers. {@link dev.webendpoints.logs.LogWriter}, a single thread, appends it to the
 * app's {@link dev.webendpoints.logs.LogSegment}; {@link dev.webendpoints.logs.LogFiles} rolls segments and deletes the
 * oldest. {@link dev.webendpoints.logs.LogReader} merges disk and memory for readers.
 *
 * <p>An id contains the time at which the line was printed and is never reused, so that a reconnecting client can name
 * the last line that it received and miss none, even after a restart of the server. Files are not synced: a written
 * line survives a crash of the server, but not one of the machine.
 *
 * <p>Knows only the ids of workers: the source of lines, access to them and their presentation are elsewhere.
 */
package dev.webendpoints.logs;
