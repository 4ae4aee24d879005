package dev.webendpoints.worker.process.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkersConfig.NetworkMode;
import dev.webendpoints.worker.process.run.WorkerNetwork;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.sandbox.Bubblewrap;
import dev.webendpoints.worker.process.sandbox.Sandbox;

/**
 * Decides which network a worker gets, as far as this machine supports it. Workers whose program listens on a port get
 * their own, since the machine's loopback is open to all of its users, and so do workers whose function blocks the
 * network. All others share the machine's network and are reached over Unix sockets.
 *
 * <p>Thread-safe.
 */
public final class NetworkIsolation {

    private static final Logger LOG = Logger.getLogger(NetworkIsolation.class);

    private final Supplier<Ways> look;
    private final boolean separates;
    private final Executor tasks;
    private final AtomicReference<CompletableFuture<Ways>> ways = new AtomicReference<>();

    /** @param stack stack for outgoing traffic that was tested on this machine */
    private record Ways(Optional<NetworkAgents> agents, Optional<NetworkStack> stack) {

        private static final Ways NONE = new Ways(Optional.empty(), Optional.empty());
    }

    private NetworkIsolation(boolean separates, Supplier<Ways> look, Executor tasks) {
        this.separates = separates;
        this.look = look;
        this.tasks = tasks;
    }

    /**
     * Detects what this machine supports. Blocks for milliseconds; slower tests run on first use, in {@code tasks},
     * unless networks are required.
     *
     * @param python finds an interpreter of the host; may block
     * @throws IllegalStateException if separate networks are required but not available
     */
    public static NetworkIsolation find(
            Sandbox sandbox, NetworkMode mode, Supplier<Optional<Path>> python, Executor tasks) {
        NetworkIsolation found =
                mode != NetworkMode.OFF && sandbox instanceof Bubblewrap bubblewrap && bubblewrap.separatesNetworks()
                        ? new NetworkIsolation(true, () -> look(bubblewrap, python), tasks)
                        : new NetworkIsolation(false, () -> none(mode), tasks);
        if (mode == NetworkMode.REQUIRED && found.ways().join().stack().isEmpty()) {
            throw new IllegalStateException("webendpoints.workers.network is 'required', and a worker cannot have a"
                    + " network of its own here: it takes bubblewrap, the right to make network namespaces, and pasta"
                    + " (of passt) or slirp4netns on PATH");
        }
        return found;
    }

    /** Returns what this machine supports; the first call starts the detection. */
    private CompletableFuture<Ways> ways() {
        CompletableFuture<Ways> mine = new CompletableFuture<>();
        CompletableFuture<Ways> first = ways.compareAndExchange(null, mine);
        if (first != null) {
            return first;
        }
        tasks.execute(() -> {
            try {
                mine.complete(look.get());
            } catch (RuntimeException e) {
                LOG.warn("Network support for workers could not be detected", e);
                mine.complete(Ways.NONE);
            }
        });
        return mine;
    }

    private static Ways look(Bubblewrap bubblewrap, Supplier<Optional<Path>> python) {
        Optional<NetworkAgents> agents = python.get().map(each -> new NetworkAgents(each, bubblewrap.user()));
        Optional<NetworkStack> stack = agents.flatMap(each -> NetworkStack.installed().stream()
                .filter(candidate -> leadsOut(bubblewrap, each, candidate))
                .findFirst());
        if (stack.isEmpty()) {
            warnOfShared("neither pasta (of passt) nor slirp4netns is on PATH and works here");
        } else {
            LOG.infof("programs that listen on a port have a network of their own: stack=%s", stack.get());
        }
        return new Ways(agents, stack);
    }

    private static Ways none(NetworkMode mode) {
        if (mode != NetworkMode.OFF) {
            warnOfShared("workers are not confined by bubblewrap, or network namespaces are forbidden");
        }
        return Ways.NONE;
    }

    private static void warnOfShared(String reason) {
        LOG.warnf(
                "programs that listen on a port share the machine's network, where other code reaches them without a token:"
                        + " reason=%s",
                reason);
    }

    /** Tests a stack on a sandbox that exits as soon as it has a default route. */
    private static boolean leadsOut(Bubblewrap bubblewrap, NetworkAgents agents, NetworkStack stack) {
        try (NetworkProbe probe = NetworkProbe.start(bubblewrap);
                NetworkAgent agent = agents.start(null, probe.pid(), Optional.empty(), Optional.of(stack))) {
            agent.awaitReady();
            return probe.hasWayOut();
        } catch (IOException e) {
            LOG.debugf("Network stack does not work: stack=%s reason=%s", stack, e.getMessage());
            return false;
        }
    }

    /** Returns the network of a version's workers. If they listen on a port, blocks until detection is complete. */
    public WorkerNetwork of(FunctionVersion version) {
        Ways known = version.listensOnPort() ? ways().join() : Ways.NONE;
        return of(version.listensOnPort(), version.blocksNetwork(), known);
    }

    /**
     * Returns whether workers have a network of their own. Does not block; false also if that is not known yet.
     *
     * @param listens whether the workers have a program that listens on a port
     * @param blocks whether outgoing traffic is blocked
     */
    public boolean areOwn(boolean listens, boolean blocks) {
        Ways known = listens ? ways().getNow(Ways.NONE) : Ways.NONE;
        return of(listens, blocks, known).isOwn();
    }

    private WorkerNetwork of(boolean listens, boolean blocks, Ways known) {
        if (blocks && separates && (!listens || known.agents().isPresent())) {
            return WorkerNetwork.NONE;
        }
        return !blocks && listens && known.stack().isPresent() ? WorkerNetwork.OUTGOING : WorkerNetwork.MACHINE;
    }

    /** Starts the agent of a worker's network. Blocks for milliseconds. @param pid one of the worker's processes */
    NetworkAgent attach(WorkerPlan plan, long pid) throws IOException {
        Ways known = ways().join();
        return known.agents()
                .orElseThrow()
                .start(
                        plan.run().workerId(),
                        pid,
                        Optional.of(plan.run().dialSocket()),
                        plan.network() == WorkerNetwork.OUTGOING ? known.stack() : Optional.empty());
    }
}
