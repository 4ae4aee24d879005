/**
 * The control connection between the server and a worker.
 *
 * <p>The server listens on a {@link dev.webendpoints.worker.process.control.ControlSocket}. Each line that a worker sends
 * is an untrusted {@link dev.webendpoints.worker.process.control.WorkerMessage}, and the addresses in it are those that
 * {@link dev.webendpoints.worker.process.control.WorkerPlaces} allows this worker.
 * A {@link dev.webendpoints.worker.process.control.CommandQueue} sends it what concerns single calls.
 * The code of a worker reaches the server through its own socket of the {@link dev.webendpoints.worker.process.control.WorkerApi}.
 * {@link dev.webendpoints.worker.process.control.TimedAnswer} waits for the answer of another process. Must not know how
 * a worker is started.
 */
package dev.webendpoints.worker.process.control;
