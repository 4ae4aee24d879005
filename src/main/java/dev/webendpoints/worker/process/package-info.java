/**
 * Runs workers as processes of this machine.
 *
 * <p>{@link dev.webendpoints.worker.process.ProcessRuntime} creates one {@code ProcessWorker} for each start. It lays
 * out the user's files in a {@code RunDirectory}, writes the {@code WorkerSpec} there, listens on a
 * {@code ControlSocket}, and starts the process with a {@code ProcessLauncher}: forked by the {@code Zygote} of its
 * image, of which {@code Zygotes} keeps a few, or as a fresh process. Both run in a {@code Sandbox}: {@code Bubblewrap}
 * if it works, {@code UnconfinedSandbox} otherwise. The worker follows and stops its {@code RunningProcess}, whose
 * output goes through {@code WorkerOutput} to the logs. A worker with limits runs in a
 * {@link dev.webendpoints.cgroup.Cgroup} if the server has cgroups; otherwise each of its processes enforces them.
 * {@code NetworkIsolation} decides which workers have a network of their own. A {@code NetworkAgent} connects an
 * {@code AttachedNetwork} with the outside, and a port in it is a {@link dev.webendpoints.lease.DialedAddress}.
 * {@code OrphanedProcesses} finds processes that a worker or a killed server left running.
 *
 * <p>No worker outlives the server: it exits when its control socket closes, and bubblewrap kills it when its parent
 * dies. The user's files come from {@link dev.webendpoints.worker.process.WorkerFiles}. Must not know pools or leases.
 */
package dev.webendpoints.worker.process;
