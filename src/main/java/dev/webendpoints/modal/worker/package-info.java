/**
 * The calls of the Modal client in workers. {@link dev.webendpoints.modal.worker.WorkerCallServer} listens on one Unix
 * socket for each worker, so that the socket is the caller's identity and a worker holds no credential. A
 * {@code WorkerEntrance} limits what one worker holds of the server, and passes on the calls that {@code WorkerCalls}
 * lists. From there they are answered as those of the control port are. Must not know how a worker is started.
 */
package dev.webendpoints.modal.worker;
