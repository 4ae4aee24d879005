/**
 * The confinement of workers and zygotes.
 *
 * <p>{@link dev.webendpoints.worker.process.sandbox.SandboxSelection} selects the
 * {@link dev.webendpoints.worker.process.sandbox.Sandbox} that works on this machine:
 * {@link dev.webendpoints.worker.process.sandbox.Bubblewrap}, or else
 * {@link dev.webendpoints.worker.process.sandbox.UnconfinedSandbox}. Before a worker starts, {@code ConfinedFiles} places
 * the files that only a confined one needs. {@code SandboxMounts} lists what it sees as bubblewrap's arguments, and
 * {@code ForkMounts} lists the same as {@link dev.webendpoints.worker.process.sandbox.BindMount}s for a zygote that forks
 * it. {@code WorkerUserIds} chooses its user ids and capabilities. The result is a
 * {@link dev.webendpoints.worker.process.sandbox.ProcessCommand}, whose variables reach only the confined program,
 * through a pipe ({@code PipedArguments}).
 *
 * <p>The users and masks that workers and builds share are in {@code dev.webendpoints.sandbox}. Must not know zygotes,
 * control messages or networks beyond whether a worker has its own.
 */
package dev.webendpoints.worker.process.sandbox;
