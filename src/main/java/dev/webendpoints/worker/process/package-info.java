/**
 * Runs workers as processes of this machine.
 *
 * <p>{@link dev.webendpoints.worker.process.ProcessRuntime} creates one {@code ProcessWorker} for each start. Its
 * {@code WorkerStart} lays out the user's files in a {@link dev.webendpoints.worker.process.run.RunDirectory}
 * ({@code WorkerPreparation}) and starts the process ({@code ProcessLauncher}): forked by a
 * {@link dev.webendpoints.worker.process.zygote.Zygote}, or fresh. The worker follows and stops its {@code RunningProcess}, whose output goes through {@code WorkerOutput} to the
 * logs, and {@code WorkerReport} says how it ended. {@code DiskWatch} measures what the workers write and ends those
 * that write too much.
 *
 * <p>The rooms below it, each of which knows only those before it: {@code run}, what one worker has on this machine;
 * {@code sandbox}, how it is confined; {@code control}, what it and the server tell each other; {@code network}, how its
 * ports are reached; {@code launch}, how its process is started; {@code zygote}, how it is forked.
 *
 * <p>No worker outlives the server: it exits when its control socket closes, and bubblewrap kills it when its parent
 * dies. Must not know pools or leases.
 */
package dev.webendpoints.worker.process;
