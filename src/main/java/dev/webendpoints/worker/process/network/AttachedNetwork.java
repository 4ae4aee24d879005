package dev.webendpoints.worker.process.network;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.worker.process.control.TimedAnswer;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.run.WorkerProcess;

/**
 * One worker's own network, connected with the outside by a network agent while the worker starts and runs. If the
 * agent exits, the worker is killed.
 */
public final class AttachedNetwork implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AttachedNetwork.class);

    /** How long attaching may take: a process and a network stack have to start. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final NetworkIsolation networks;
    private final WorkerPlan plan;
    private final WorkerProcess worker;
    private final CompletableFuture<NetworkAgent> agent;
    private volatile boolean closed;

    private AttachedNetwork(
            NetworkIsolation networks,
            WorkerPlan plan,
            WorkerProcess worker,
            Supplier<Stream<ProcessHandle>> processes,
            Executor tasks) {
        this.networks = networks;
        this.plan = plan;
        this.worker = worker;
        this.agent = CompletableFuture.supplyAsync(() -> start(processes), tasks);
    }

    /**
     * Attaches the network concurrently with the worker's start. Returns immediately.
     *
     * @param processes finds the worker's processes in its network
     * @param tasks threads that may block
     */
    public static AttachedNetwork attach(
            NetworkIsolation networks,
            WorkerPlan plan,
            WorkerProcess worker,
            Supplier<Stream<ProcessHandle>> processes,
            Executor tasks) {
        AttachedNetwork network = new AttachedNetwork(networks, plan, worker, processes, tasks);
        network.agent.thenAcceptAsync(network::follow, tasks);
        return network;
    }

    private NetworkAgent start(Supplier<Stream<ProcessHandle>> processes) {
        try {
            NetworkAgent started = networks.attach(plan, NetworkProbe.firstOf(processes));
            try {
                started.awaitReady();
                return started;
            } catch (IOException e) {
                started.close();
                throw e;
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Blocks until the agent exits. */
    private void follow(NetworkAgent started) {
        String last = started.awaitEnd();
        if (!closed && !worker.exit().isDone()) {
            LOG.warnf(
                    "Network agent of a worker exited; killing the worker: worker=%s reason=%s",
                    plan.run().workerId(), last);
            worker.kill();
        }
    }

    /** Blocks until connections can be made. @throws IOException if they cannot, with the reason */
    public void awaitReady() throws IOException {
        TimedAnswer.await(agent, PATIENCE);
    }

    /** Blocks for milliseconds, and no longer than the agent takes to start. */
    @Override
    public void close() {
        closed = true;
        agent.handle((started, failure) -> started).thenAccept(started -> {
            if (started != null) {
                started.close();
            }
        });
    }
}
