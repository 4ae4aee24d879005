/**
 * Workers as processes of this machine.
 *
 * <p>{@link dev.webendpoints.worker.process.ProcessRuntime} makes one {@code ProcessWorker} for each start. That has a
 * {@code RunDirectory} with the user's files, writes the {@code WorkerSpec} there, listens on a {@code ControlSocket},
 * and has a process made by a {@code ProcessLauncher}: forked by the {@code Zygote} of its image, of which {@code Zygotes}
 * keeps a few, or started afresh, both through a {@code Sandbox}: {@code Bubblewrap} where that works, {@code UnconfinedSandbox}
 * elsewhere. The {@code RunningProcess} is followed and stopped; what it prints goes through {@code WorkerOutput} to the
 * logs.
 * A worker with limits runs in a {@link dev.webendpoints.cgroup.Cgroup} where the server has some; elsewhere each of its
 * processes keeps them.
 * {@code NetworkIsolation} says which workers have a network of their own; an {@code AttachedNetwork} is led into and out of by a
 * {@code NetworkAgent}, and a port there is a {@link dev.webendpoints.worker.DialedAddress}.
 * {@code OrphanedProcesses} finds what a worker, or a server that was killed, left running.
 *
 * <p>No worker outlives the server: it ends when its control socket does, and bubblewrap ends it with its parent. The
 * user's files come from {@link dev.webendpoints.worker.process.WorkerFiles}. Must not know pools or leases.
 */
package dev.webendpoints.worker.process;
