/**
 * What workers print: in order, in bounded files, followed live, kept after the worker and the server are gone.
 *
 * <p>{@link dev.webendpoints.logs.WorkerLogs} is the way in. A worker prints into its
 * {@link dev.webendpoints.logs.WorkerLog}; its app's {@link dev.webendpoints.logs.AppLog} gives the line an id, keeps it
 * in memory and wakes whoever follows. {@link dev.webendpoints.logs.LogWriter}, one thread, appends it to the app's
 * {@link dev.webendpoints.logs.Segment}; {@link dev.webendpoints.logs.LogFiles} rolls these and deletes the oldest.
 * {@link dev.webendpoints.logs.LogReader} puts disk and memory together for whoever asks.
 *
 * <p>Ids say when a line was printed and are never given twice, so that a client who comes again names the last line it
 * has seen and misses none, even if the server was another one meanwhile. Files are not forced to the disk: a line is safe
 * from the death of this server once it is written, not from that of the machine.
 *
 * <p>Knows nothing of workers but their names: who pumps lines in, who may see them and how a client shows them is
 * elsewhere.
 */
package dev.webendpoints.logs;
