package dev.webendpoints.worker.process.zygote;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.logging.Logger;

import dev.webendpoints.host.NamespacePids;
import dev.webendpoints.worker.process.control.ControlSocket;
import dev.webendpoints.worker.process.control.TimedAnswer;
import dev.webendpoints.worker.process.control.WorkerMessage;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Ended;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Forked;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Unforked;

/** The workers of one zygote. Requests forks, takes over the workers' output, and ends them with the zygote. */
final class ForkedWorkers {

    private static final Logger LOG = Logger.getLogger(ForkedWorkers.class);

    private static final int TYPE_MASK = 0170000;
    private static final int PIPE = 0010000;
    static final int KILLED = 137;

    private final ControlSocket control;
    private final Map<String, CompletableFuture<ForkedProcess>> asked = new ConcurrentHashMap<>();
    private final Map<String, ForkedProcess> workers = new ConcurrentHashMap<>();

    /** @param control connection to the zygote */
    ForkedWorkers(ControlSocket control) {
        this.control = control;
    }

    /**
     * Requests a fork. Blocks for milliseconds.
     *
     * @param ownNetwork whether the worker gets a network of its own
     * @param unanswered runs if the zygote does not answer within {@code patience} or cannot be reached
     * @throws IOException if no worker was forked
     */
    ForkedProcess ask(String workerId, boolean ownNetwork, Duration patience, Runnable unanswered) throws IOException {
        CompletableFuture<ForkedProcess> answer = new CompletableFuture<>();
        asked.put(workerId, answer);
        try {
            say(Map.of("command", "fork", "worker", workerId, "own_network", ownNetwork));
            return TimedAnswer.await(answer, patience);
        } catch (IOException e) {
            if (!answer.isDone()) {
                unanswered.run();
            }
            throw e instanceof ClosedChannelException ? gone() : e;
        } finally {
            asked.remove(workerId);
        }
    }

    /** @param zygote pid of the zygote, which keeps the worker's output open until the server has opened it */
    void onForked(Forked forked, long zygote) throws IOException {
        String id = forked.workerId();
        ForkedProcess worker;
        try {
            worker = new ForkedProcess(
                    open(zygote, forked.stdout()),
                    open(zygote, forked.stderr()),
                    () -> NamespacePids.family(zygote, forked.pid()),
                    number -> signal(id, number));
        } catch (IOException e) {
            signal(id, ForkedProcess.SIGKILL);
            command("opened", id, 0);
            answer(id).completeExceptionally(e);
            return;
        }
        workers.put(id, worker);
        command("opened", id, 0);
        if (!answer(id).complete(worker)) {
            worker.kill();
        }
    }

    void onUnforked(Unforked unforked) {
        answer(unforked.workerId()).completeExceptionally(new IOException(unforked.reason()));
    }

    void onEnded(Ended ended) {
        ForkedProcess worker = workers.remove(ended.workerId());
        if (worker != null) {
            worker.onEnded(ended.status());
        }
    }

    void onZygoteGone() {
        asked.values().forEach(answer -> answer.completeExceptionally(gone()));
        workers.values().forEach(worker -> worker.onEnded(KILLED));
    }

    static IOException gone() {
        return new IOException("the zygote is gone");
    }

    /** Opens the reading end of the same pipe. Fails if the zygote's descriptor is anything but a pipe. */
    private static InputStream open(long zygote, int descriptor) throws IOException {
        Path path = Path.of("/proc", Long.toString(zygote), "fd", Integer.toString(descriptor));
        if (((int) Files.getAttribute(path, "unix:mode") & TYPE_MASK) != PIPE) {
            throw new IOException("a worker's output is not a pipe");
        }
        return new FileInputStream(path.toFile());
    }

    private CompletableFuture<ForkedProcess> answer(String workerId) {
        return asked.getOrDefault(workerId, CompletableFuture.completedFuture(null));
    }

    private void signal(String workerId, int number) {
        try {
            command("signal", workerId, number);
        } catch (IOException e) {
            LOG.debugf(e, "Zygote is gone: worker=%s", workerId);
        }
    }

    private void command(String command, String workerId, int signal) throws IOException {
        say(Map.of("command", command, "worker", workerId, "signal", signal));
    }

    private void say(Map<String, Object> message) throws IOException {
        control.send(WorkerMessage.JSON.writeValueAsBytes(message));
    }
}
