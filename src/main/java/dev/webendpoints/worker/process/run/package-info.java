/**
 * What one worker has on this machine, whether it is confined or not.
 *
 * <p>{@link dev.webendpoints.worker.process.run.RunDirectories} creates its
 * {@link dev.webendpoints.worker.process.run.RunDirectory}: the user's files, the worker's temporary files, and its
 * sockets, which {@code WorkerSockets} moves out of its reach. A {@link dev.webendpoints.worker.process.run.WorkerPlan}
 * adds what is known before its process starts: the function's version, the Python environment and the
 * {@link dev.webendpoints.worker.process.run.WorkerNetwork}. {@link dev.webendpoints.worker.process.run.ReachablePaths}
 * decides where it can have files and volumes.
 *
 * <p>Its process is a {@link dev.webendpoints.worker.process.run.WorkerProcess}.
 * {@link dev.webendpoints.worker.process.run.OrphanedProcesses} finds what it or a killed server left running, and
 * {@link dev.webendpoints.worker.process.run.WorkerTrees} deletes what it wrote. Must not know how a worker is confined
 * or started.
 */
package dev.webendpoints.worker.process.run;
