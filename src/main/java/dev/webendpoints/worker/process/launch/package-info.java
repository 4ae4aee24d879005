/**
 * How processes of workers and zygotes are started.
 *
 * <p>{@link dev.webendpoints.worker.process.launch.ProcessHost} has what all workers of this machine share, and launches
 * processes with the {@link dev.webendpoints.worker.process.launch.WorkerPriority} of this server.
 * {@link dev.webendpoints.worker.process.launch.CommandBuilder} turns a
 * {@link dev.webendpoints.worker.process.run.WorkerPlan} into the command of a worker, and writes the {@code WorkerSpec}
 * that its Python side reads; or into that of a zygote, with a {@code ZygoteSpec}. A worker started this way is a
 * {@link dev.webendpoints.worker.process.launch.FreshProcess}. The user's files come from
 * {@link dev.webendpoints.worker.process.launch.WorkerFiles}. Must not know the life of a worker or of a zygote.
 */
package dev.webendpoints.worker.process.launch;
